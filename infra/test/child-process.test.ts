// A process stops when asked, is killed when it does not, and never outlives who started it.

import { describe, expect, it, vi } from "vitest";
import { startProcess } from "../local/child-process.ts";
import { isRunning, standIn } from "./processes.ts";

describe("A process", () => {
  it("passes on its lines, and stops when it is asked to", async () => {
    const lines: string[] = [];
    const running = startProcess(standIn("polite.mjs"), (line) => lines.push(line));
    await vi.waitFor(() => expect(lines).toEqual(["runs"]), 5000);

    const ending = await running.stop();

    expect(ending.code).toBe(0);
    expect(isRunning(running.pid)).toBe(false);
  });

  it("is killed when it does not stop in time", async () => {
    const lines: string[] = [];
    const running = startProcess(standIn("stubborn.mjs"), (line) => lines.push(line));
    await vi.waitFor(() => expect(lines).toEqual(["runs"]), 5000);

    const ending = await running.stop(100);

    expect(ending.signal).toBe("SIGKILL");
    expect(isRunning(running.pid)).toBe(false);
  });

  it("stops by itself when who started it is killed", async () => {
    const lines: string[] = [];
    const parent = startProcess(standIn("parent.mjs"), (line) => lines.push(line));
    await vi.waitFor(() => expect(lines).toHaveLength(2), 5000);
    const grandchild = Number(lines.find((line) => /^\d+$/.test(line)));
    expect(isRunning(grandchild)).toBe(true);

    parent.kill("SIGKILL");

    await vi.waitFor(() => expect(isRunning(grandchild)).toBe(false), 5000);
  });
});
