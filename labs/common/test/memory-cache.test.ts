// Cached values in the memory of a process: the contract, and how much of it they may take.

import { createClock } from "@blog/common/base/clock";
import { createMemoryStore } from "@labs/common/cache/memory-cache";
import { describe, expect, it } from "vitest";
import { testCacheStore } from "./cache-contract.ts";

testCacheStore("memory", async () => createMemoryStore());

const pageOf = (group: string, page = "") => ({ cache: "orders", group, page });

describe("The memory of a store", () => {
  it("is bounded: what was not read for the longest time makes room", async () => {
    const store = createMemoryStore({ maxCharacters: 250 });
    const text = "x".repeat(80);
    const fill = async (page: string) => {
      const { lease } = await store.get(pageOf("ada", page));
      return store.set(pageOf("ada", page), text, { lease, ttlMs: 1000 });
    };
    const isThere = async (page: string) => (await store.get(pageOf("ada", page))).text === text;

    await fill("1");
    await fill("2");
    expect(await isThere("1")).toBe(true);
    await fill("3");

    expect([await isThere("1"), await isThere("2"), await isThere("3")]).toEqual([
      ...[true, false, true],
    ]);
  });

  it("takes no value that is larger than all of it, and keeps the others", async () => {
    const store = createMemoryStore({ maxCharacters: 100 });
    const { lease } = await store.get(pageOf("ada"));
    await store.set(pageOf("ada", "1"), "1", { lease, ttlMs: 1000 });

    await store.set(pageOf("ada", "2"), "x".repeat(101), { lease, ttlMs: 1000 });

    expect((await store.get(pageOf("ada", "1"))).text).toBe("1");
    expect((await store.get(pageOf("ada", "2"))).text).toBeUndefined();
  });

  // Otherwise an old value would be valid again once its group begins anew.
  it("forgets groups, and with one all that was stored and all leases", async () => {
    const store = createMemoryStore({ maxGroups: 2 });
    const { lease } = await store.get(pageOf("ada"));
    await store.set(pageOf("ada"), "1", { lease, ttlMs: 1000 });

    await store.get(pageOf("bob"));
    await store.get(pageOf("eve"));

    expect(await store.set(pageOf("ada"), "2", { lease, ttlMs: 1000 })).toBe(false);
    expect((await store.get(pageOf("ada"))).text).toBeUndefined();
  });
});

it("A value is there until its time is over, to the millisecond", async () => {
  let now = 0;
  const clock = createClock({
    now: () => now,
    monotonic: () => now,
    setTimer: () => () => {},
    nextTurn: () => {},
  });
  const store = createMemoryStore({ clock });
  const { lease } = await store.get(pageOf("ada"));
  await store.set(pageOf("ada"), "1", { lease, ttlMs: 600_000 });

  now = 599_999;
  expect((await store.get(pageOf("ada"))).text).toBe("1");
  now = 600_000;
  expect((await store.get(pageOf("ada"))).text).toBeUndefined();
});
