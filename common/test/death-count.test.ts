// When the death of a process counts against an event, and when it does not.

import { describe, expect, it } from "vitest";
import {
  openDeathCount,
  type UnfinishedAttempt,
  type UnfinishedAttempts,
} from "../src/delivery/death-count.ts";
import type { Delivery } from "../src/wire/delivery.ts";

function createMemory() {
  const notes = new Map<string, UnfinishedAttempt>();
  let saved = 0;
  const attempts: UnfinishedAttempts = {
    load: async (key) => notes.get(key),
    async save(key, attempt) {
      saved += 1;
      notes.set(key, attempt);
    },
    remove: async (key) => void notes.delete(key),
  };
  return { attempts, notes, saved: () => saved };
}

function delivery(positions: number[], log = "one"): Delivery {
  return {
    log,
    events: positions.map((position) => ({ position, type: "PostCreated", data: {} })),
  };
}

/** A process that never comes to the end of its work. */
const dies = () => new Promise<never>(() => {});
const works = async () => "done";

describe("A process that handles its events", () => {
  it("notes its first delivery only, and leaves no note", async () => {
    const memory = createMemory();
    const deaths = await openDeathCount(memory.attempts, "a");

    await deaths.watch(delivery([1, 2]), async () =>
      expect(memory.notes.get("a")).toEqual({ log: "one", from: 1, to: 2, deaths: 1 }),
    );
    await deaths.watch(delivery([3]), works);

    expect(memory.saved()).toBe(1);
    expect(memory.notes.size).toBe(0);
  });

  it("leaves no note either where its handler fails: it has survived that", async () => {
    const memory = createMemory();
    const deaths = await openDeathCount(memory.attempts, "a");
    const fails = () => Promise.reject(new Error("no"));

    await expect(deaths.watch(delivery([1]), fails)).rejects.toThrow("no");

    expect(memory.notes.size).toBe(0);
  });

  it("handles them also where nothing can be noted", async () => {
    const away = () => Promise.reject(new Error("away"));
    const attempts = { load: async () => undefined, save: away, remove: away };
    const deaths = await openDeathCount(attempts, "a");

    expect(await deaths.watch(delivery([1]), works)).toBe("done");
  });
});

describe("A process that died", () => {
  it("of several events puts all of them in doubt, and calls none of them deadly", async () => {
    const memory = createMemory();
    for (let start = 1; start <= 5; start += 1)
      void (await openDeathCount(memory.attempts, "a")).watch(delivery([1, 2, 3]), dies);

    const next = await openDeathCount(memory.attempts, "a");

    expect(next.mayBeDeadly(delivery([3, 4]))).toBe(true);
    expect(next.mayBeDeadly(delivery([4]))).toBe(false);
    expect(next.deadly(delivery([2]))).toBeUndefined();
  });

  it("of one event alone makes it deadly the second time", async () => {
    const memory = createMemory();
    void (await openDeathCount(memory.attempts, "a")).watch(delivery([7]), dies);
    const second = await openDeathCount(memory.attempts, "a");
    expect(second.deadly(delivery([7]))).toBeUndefined();
    void second.watch(delivery([7]), dies);

    const third = await openDeathCount(memory.attempts, "a");

    expect(third.deadly(delivery([7]))).toMatchObject({ attempts: 2 });
    expect(third.deadly(delivery([8]))).toBeUndefined();
  });

  it("keeps its count while a process that goes back further has not come to that event yet", async () => {
    const memory = createMemory();
    void (await openDeathCount(memory.attempts, "a")).watch(delivery([7]), dies);

    const behind = await openDeathCount(memory.attempts, "a", { log: "one", position: 3 });
    await behind.watch(delivery([4, 5, 6]), works);

    expect(memory.notes.get("a")).toMatchObject({ from: 7, deaths: 1 });
  });

  it("after its work was committed has died of something else", async () => {
    const memory = createMemory();
    for (const _ of [1, 2])
      void (await openDeathCount(memory.attempts, "a")).watch(delivery([7]), dies);

    const next = await openDeathCount(memory.attempts, "a", { log: "one", position: 7 });

    expect(next.deadly(delivery([7]))).toBeUndefined();
    expect(next.mayBeDeadly(delivery([7]))).toBe(false);
  });

  it("of an event of another log counts nothing against this one's", async () => {
    const memory = createMemory();
    for (const _ of [1, 2])
      void (await openDeathCount(memory.attempts, "a")).watch(delivery([7], "old"), dies);

    const next = await openDeathCount(memory.attempts, "a", { log: "old", position: 3 });

    expect(next.deadly(delivery([7], "new"))).toBeUndefined();
    await next.watch(delivery([1], "new"), works);
    expect(memory.notes.size).toBe(0);
  });

  it("counts nothing against a replica with a checkpoint of its own", async () => {
    const memory = createMemory();
    for (const _ of [1, 2])
      void (await openDeathCount(memory.attempts, "a")).watch(delivery([7]), dies);

    const other = await openDeathCount(memory.attempts, "b");

    expect(other.deadly(delivery([7]))).toBeUndefined();
  });
});
