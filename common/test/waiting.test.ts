// How loops wait: growing, jittered pauses after failures, and a doorbell while there is nothing to do.

import { backoffMs, pause } from "@blog/common/base/backoff";
import { createDoorbell } from "@blog/common/base/doorbell";
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

describe("Somebody who waits at a doorbell", () => {
  it("goes on when it rings", async () => {
    const doorbell = createDoorbell();
    const waiting = doorbell.wait(60_000, never);

    doorbell.ring();

    await waiting;
  });

  it("does not miss a ring from before", async () => {
    const doorbell = createDoorbell();

    doorbell.ring();

    await doorbell.wait(60_000, never);
  });

  it("takes several rings as one", async () => {
    const doorbell = createDoorbell();
    doorbell.ring();
    doorbell.ring();
    await doorbell.wait(60_000, never);
    let isOver = false;

    const again = doorbell.wait(60_000, never).then(() => (isOver = true));
    await new Promise((resolve) => setImmediate(resolve));

    expect(isOver).toBe(false);
    doorbell.ring();
    await again;
  });

  it("goes on by itself after a while", async () => {
    await createDoorbell().wait(1, never);
  });

  it("goes on when its owner is stopped, before or meanwhile", async () => {
    const doorbell = createDoorbell();
    const stopping = new AbortController();
    const waiting = doorbell.wait(60_000, stopping.signal);

    stopping.abort();

    await waiting;
    await doorbell.wait(60_000, stopping.signal);
  });
});
