// How loops wait: growing, jittered pauses after failures, and a wake-up while there is nothing to do.

import { backoffMs, pause } from "@blog/common/base/backoff";
import { createWakeUp } from "@blog/common/base/wake-up";
import { describe, expect, it, vi } from "vitest";

const never = new AbortController().signal;

describe("The pause after a failure", () => {
  it("grows to twice as much with each try, up to a limit", () => {
    vi.spyOn(Math, "random").mockReturnValue(1);

    const pauses = [1, 2, 3, 4, 5, 100_000].map((attempt) =>
      backoffMs(attempt, { firstMs: 100, maxMs: 1000 }),
    );

    expect(pauses).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  it("is anything up to that, so that many who fail together do not return together", () => {
    vi.spyOn(Math, "random").mockReturnValueOnce(0).mockReturnValueOnce(0.5);

    expect(backoffMs(3, { firstMs: 100, maxMs: 1000 })).toBe(0);
    expect(backoffMs(3, { firstMs: 100, maxMs: 1000 })).toBe(200);
  });

  it("ends at once when its owner is stopped, before or meanwhile", async () => {
    const stopping = new AbortController();
    const waiting = pause(60_000, stopping.signal);

    stopping.abort();

    await waiting;
    await pause(60_000, stopping.signal);
  });
});

describe("A loop that waits for a wake-up", () => {
  it("goes on when it is notified", async () => {
    const wakeUp = createWakeUp();
    const waiting = wakeUp.wait(60_000, never);

    wakeUp.notify();

    await waiting;
  });

  it("does not miss a notification from before", async () => {
    const wakeUp = createWakeUp();

    wakeUp.notify();

    await wakeUp.wait(60_000, never);
  });

  it("takes several notifications as one", async () => {
    const wakeUp = createWakeUp();
    wakeUp.notify();
    wakeUp.notify();
    await wakeUp.wait(60_000, never);
    let isOver = false;

    const again = wakeUp.wait(60_000, never).then(() => (isOver = true));
    await new Promise((resolve) => setImmediate(resolve));

    expect(isOver).toBe(false);
    wakeUp.notify();
    await again;
  });

  it("goes on by itself after a while", async () => {
    await createWakeUp().wait(1, never);
  });

  it("goes on when its owner is stopped, before or meanwhile", async () => {
    const wakeUp = createWakeUp();
    const stopping = new AbortController();
    const waiting = wakeUp.wait(60_000, stopping.signal);

    stopping.abort();

    await waiting;
    await wakeUp.wait(60_000, stopping.signal);
  });
});
