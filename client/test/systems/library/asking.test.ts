// Asking again and again: at a steady rate, but never more than a few questions at once.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAsking } from "../../../src/systems/library/page/asking/asking.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Questions that the test answers itself. */
function scene(pauseMs = () => 200) {
  const open: { signal: AbortSignal; settle: () => void }[] = [];
  let asked = 0;
  const asking = createAsking({
    pauseMs,
    mostInFlight: 2,
    ask: (signal) =>
      new Promise((resolve) => {
        asked += 1;
        open.push({ signal, settle: resolve });
      }),
  });
  return { asking, open, asked: () => asked };
}

describe("A question that is asked again and again", () => {
  it("is asked at once, and five times a second", async () => {
    const { asking, open, asked } = scene();
    asking.start();
    expect(asked()).toBe(1);

    for (let turn = 0; turn < 5; turn += 1) {
      open.pop()?.settle();
      await vi.advanceTimersByTimeAsync(200);
    }

    expect(asked()).toBe(6);
  });

  it("does not pile up while there is no answer, and goes on with the next one", async () => {
    const { asking, open, asked } = scene();
    asking.start();

    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked()).toBe(2);

    open[0]?.settle();
    await vi.advanceTimersByTimeAsync(200);
    expect(asked()).toBe(3);
  });

  it("ends when it is stopped, and what is in flight is aborted", async () => {
    const { asking, open, asked } = scene();
    const stop = asking.start();

    stop();
    asking.askNow();
    await vi.advanceTimersByTimeAsync(10_000);

    expect(asked()).toBe(1);
    expect(open[0]?.signal.aborted).toBe(true);
  });

  it("begins anew after that", async () => {
    const { asking, open, asked } = scene();
    asking.start()();
    const stopAgain = asking.start();
    open[0]?.settle();
    await vi.advanceTimersByTimeAsync(200);

    expect(asked()).toBe(3);
    expect(open[1]?.signal.aborted).toBe(false);
    stopAgain();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked()).toBe(3);
  });

  it("is asked at once when its caller cannot wait, and the pause begins there", async () => {
    const pauses = [200, 20, 200];
    const { asking, open, asked } = scene(() => pauses.shift() ?? 200);
    asking.start();
    open[0]?.settle();
    await vi.advanceTimersByTimeAsync(150);

    asking.askNow();
    expect(asked()).toBe(2);
    open[1]?.settle();
    await vi.advanceTimersByTimeAsync(20);

    expect(asked()).toBe(3);
  });
});
