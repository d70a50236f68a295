// The settings that V8 gets for its heap while query catches up. Their effect is measured by the benchmark (workload 5).

import { setFlagsFromString } from "node:v8";
import { afterEach, expect, it, vi } from "vitest";
import { growSlowlyUntil } from "../src/speed/slow-growth.ts";

// A real call would make the heap of the other tests grow slowly, too.
vi.mock("node:v8", async (original) => ({
  ...(await original<object>()),
  setFlagsFromString: vi.fn(),
}));

afterEach(() => {
  vi.useRealTimers();
});

it("lets the heap grow slowly until query has caught up, and then as V8 thinks best", () => {
  vi.useFakeTimers();
  let isCaughtUp = false;

  growSlowlyUntil(() => isCaughtUp);
  vi.advanceTimersByTime(1000);
  expect(vi.mocked(setFlagsFromString).mock.calls).toEqual([["--heap-growing-percent=20"]]);

  isCaughtUp = true;
  vi.advanceTimersByTime(1000);
  expect(vi.mocked(setFlagsFromString).mock.calls).toEqual([
    ["--heap-growing-percent=20"],
    ["--heap-growing-percent=0"],
  ]);
});
