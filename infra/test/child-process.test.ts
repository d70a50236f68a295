// A process stops when asked, is killed when it does not, and never outlives who started it.

import { fileURLToPath } from "node:url";
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

  it("is asked by a message on Windows, where a signal would end it on the spot", async () => {
    const lines: string[] = [];
    const plan = standIn("last-words.mjs");
    const running = startProcess(plan, (line) => lines.push(line), "win32");
    await vi.waitFor(() => expect(lines).toHaveLength(1), 5000);

    const ending = await running.stop();

    expect(ending.code).toBe(0);
    expect(lines.at(-1)).toBe("asked to stop by message");
  });

  it("is killed when it does not stop in time", async () => {
    const lines: string[] = [];
    const running = startProcess(standIn("stubborn.mjs"), (line) => lines.push(line));
    await vi.waitFor(() => expect(lines).toEqual(["runs"]), 5000);

    const ending = await running.stop(100);

    expect(ending.signal).toBe("SIGKILL");
    expect(isRunning(running.pid)).toBe(false);
  });

  it("that nodemon runs is killed by a kill, and stopped in order by a stop", async () => {
    for (const how of ["kill", "stop"] as const) {
      const lines: string[] = [];
      const reload = fileURLToPath(new URL("../local/reload.mjs", import.meta.url));
      const plan = standIn("last-words.mjs");
      const flags = ["--max-semi-space-size=2"];
      const wrapped = { ...plan, arguments: [reload, ...flags, "last-words.mjs"] };
      const running = startProcess({ ...wrapped, isWrapper: true }, (line) => lines.push(line));
      const isPid = (line: string) => /^process \d+$/.test(line);
      await vi.waitFor(() => expect(lines.some(isPid)).toBe(true), 15_000);
      const pid = Number(lines.find(isPid)?.split(" ")[1]);

      if (how === "kill") running.kill("SIGKILL");
      else void running.stop();

      await running.ended;
      await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 5000);
      const isAsked = lines.some((line) => line.startsWith("asked to stop"));
      expect(isAsked, how).toBe(how === "stop");
    }
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
