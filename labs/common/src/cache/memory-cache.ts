// Values in the memory of one process. Each has the generation of its group from before it was loaded, and is valid as long as
// that is the group's generation. An invalidation raises the generation; old values are left to be evicted.

import { type Clock, systemClock } from "@blog/common/base/clock";
import { LRUCache } from "lru-cache";
import type { CacheStore, StoreKey } from "./cache.ts";

interface Entry {
  text: string;
  lease: string;
  /** By the monotonic clock. */
  expiresAt: number;
}

interface Options {
  /** Of all values and their keys. What was not read for the longest time goes first. */
  maxCharacters?: number;
  maxGroups?: number;
  clock?: Clock;
}

export function createMemoryStore({
  maxCharacters = 16_000_000,
  maxGroups = 100_000,
  clock = systemClock,
}: Options = {}): CacheStore {
  const entries = new LRUCache<string, Entry>({
    maxSize: maxCharacters,
    sizeCalculation: ({ text }, id) => text.length + id.length,
  });
  const generations = new LRUCache<string, number>({ max: maxGroups });
  // Of all groups: one that was evicted and comes back has a generation that it never had before.
  let lastGeneration = 0;

  function raise(group: string): number {
    lastGeneration += 1;
    generations.set(group, lastGeneration);
    return lastGeneration;
  }

  return {
    async get(key) {
      const group = groupId(key.cache, key.group);
      const lease = String(generations.get(group) ?? raise(group));
      const entry = entries.get(entryId(key));
      const isValid = entry?.lease === lease && clock.monotonic() < entry.expiresAt;
      return { lease, text: isValid ? entry.text : undefined };
    },

    async set(key, text, { lease, ttlMs }) {
      if (String(generations.get(groupId(key.cache, key.group))) !== lease) return false;
      entries.set(entryId(key), { text, lease, expiresAt: clock.monotonic() + ttlMs });
      return true;
    },

    async invalidate(cache, group) {
      raise(groupId(cache, group));
    },

    async close() {
      entries.clear();
    },
  };
}

const groupId = (cache: string, group: string): string => JSON.stringify([cache, group]);
const entryId = ({ cache, group, page }: StoreKey): string => JSON.stringify([cache, group, page]);
