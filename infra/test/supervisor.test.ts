// What crashes is started again, with growing pauses; what was asked to stop is not.

import { describe, expect, it, vi } from "vitest";
import { supervise } from "../local/supervisor.ts";
import { isRunning, standIn } from "./processes.ts";

describe("When a supervised process is killed", () => {
  it("is started again as another process", async () => {
    const onEnd = vi.fn();
    const supervised = supervise(standIn("polite.mjs"), { onLine() {}, onEnd, firstPauseMs: 10 });
    const first = supervised.pid();

    supervised.kill("SIGKILL");

    await vi.waitFor(() => expect(supervised.pid()).not.toBe(first), 5000);
    expect(onEnd).toHaveBeenCalledWith("polite", { code: null, signal: "SIGKILL" }, 10);
    await supervised.stop();
    expect(isRunning(supervised.pid())).toBe(false);
  });
});

describe("When a supervised process keeps failing", () => {
  it("waits longer each time, up to a limit", async () => {
    const pauses: (number | undefined)[] = [];
    const supervised = supervise(standIn("failing.mjs", { EXIT_CODE: "1" }), {
      onLine() {},
      onEnd: (_name, _ending, restartInMs) => pauses.push(restartInMs),
      firstPauseMs: 10,
      maxPauseMs: 35,
    });

    await vi.waitFor(() => expect(pauses.length).toBeGreaterThanOrEqual(4), 10_000);
    await supervised.stop();

    expect(pauses.slice(0, 4)).toEqual([10, 20, 35, 35]);
  });

  it("is left alone when its settings are wrong", async () => {
    const onEnd = vi.fn();
    const onLine = vi.fn();

    const supervised = supervise(standIn("failing.mjs", { EXIT_CODE: "78" }), {
      onLine,
      onEnd,
      firstPauseMs: 1,
    });

    await vi.waitFor(() => expect(onEnd).toHaveBeenCalled(), 5000);
    expect(onEnd).toHaveBeenCalledWith("failing", { code: 78, signal: null }, undefined);
    await supervised.stop();
    expect(onLine).toHaveBeenCalledTimes(1);
  });
});

describe("When a supervised process is stopped", () => {
  it("is not started again, even if it was waiting for that", async () => {
    const onEnd = vi.fn();
    const supervised = supervise(standIn("failing.mjs", { EXIT_CODE: "1" }), {
      onLine() {},
      onEnd,
      firstPauseMs: 300,
    });
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalled(), 5000);
    const last = supervised.pid();

    await supervised.stop();

    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(supervised.pid()).toBe(last);
  });
});
