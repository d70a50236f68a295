// The promise of a cache: no answer is older than the last invalidation, whatever happens in which order. Naive rules break it.

import fc from "fast-check";
import { type CacheStore } from "@labs/common/cache/cache";
import { createMemoryStore } from "@labs/common/cache/memory-cache";
import { describe, expect, it } from "vitest";
import { anyOrder, distant, play, type Played, sum } from "./interleavings.ts";

const openMemory = () => createMemoryStore({ maxGroups: 10 });

/** Plays this many orders. Stops at the first one that breaks the promise, and shrinks it. */
async function playAll(numRuns: number, options: Parameters<typeof play>[1]): Promise<Played[]> {
  const all: Played[] = [];
  await fc.assert(
    fc.asyncProperty(anyOrder, async (order) => {
      const played = await play(order, options);
      all.push(played);
      expect(played.stale).toEqual([]);
    }),
    { numRuns },
  );
  return all;
}

describe("Over 10,000 random interleavings, no answer is older than the last invalidation", () => {
  it("in one process", async () => {
    const store = openMemory();
    const played = await playAll(5000, { open: () => [store] });

    // They have met what the rule is about.
    const { hits, refused, failures } = sum(played.map(({ stats }) => stats));
    expect(hits).toBeGreaterThan(1000);
    expect(refused).toBeGreaterThan(1000);
    expect(failures).toBe(0);
  });

  it("in two processes that share a store at the other end of a network", async () => {
    const store = openMemory();
    const played = await playAll(5000, {
      open: (gate) => [distant(store, gate), distant(store, gate)],
    });

    const { hits, refused, failures } = sum(played.map(({ stats }) => stats));
    expect(hits).toBeGreaterThan(1000);
    expect(refused).toBeGreaterThan(500);
    expect(failures).toBe(0);
  });
});

describe("The promise is broken", () => {
  it("by a store that takes values without asking for their lease: delete after each write", async () => {
    const naive = (): CacheStore => {
      const store = openMemory();
      return {
        ...store,
        async set(key, text, { ttlMs }) {
          const { lease } = await store.get(key);
          return store.set(key, text, { lease, ttlMs });
        },
      };
    };

    await expect(playAll(1000, { open: () => [naive()] })).rejects.toThrow("Property failed");
  });

  it("by an invalidation before the write", async () => {
    const early = playAll(1000, {
      open: () => [openMemory()],
      invalidateBeforeWrite: true,
    });

    await expect(early).rejects.toThrow("Property failed");
  });

  it("by a reader that joins a load from before the invalidation", async () => {
    // One lease for all times: what it lets through is refused by the store, and so only those who share a load are wrong.
    const forgetful = (): CacheStore => {
      const store = openMemory();
      return {
        ...store,
        get: async (key) => ({ ...(await store.get(key)), lease: "" }),
      };
    };

    await expect(playAll(1000, { open: () => [forgetful()] })).rejects.toThrow("Property failed");
  });

  it("by an invalidation that does nothing", async () => {
    const deaf = (): CacheStore => ({ ...openMemory(), invalidate: async () => {} });

    await expect(playAll(1000, { open: () => [deaf()] })).rejects.toThrow("Property failed");
  });
});
