// What every engine behind `CacheStore` must do. One file, run against each of them.

import type { CacheStore, StoreKey } from "@labs/common/cache/cache";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const orders: StoreKey = { cache: "orders", group: "ada", page: "1" };
const terms = { ttlMs: 60_000 };

/** `open` resolves with a store that answers, and has nothing in it. */
export function testCacheStore(engine: string, open: () => Promise<CacheStore>): void {
  describe(`A store of cached values (${engine})`, () => {
    let store: CacheStore;

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const textOf = async (key: StoreKey) => (await store.get(key)).text;

    async function fill(key: StoreKey, text: string): Promise<void> {
      const { lease } = await store.get(key);
      expect(await store.set(key, text, { ...terms, lease })).toBe(true);
    }

    it.each(["[1]", "", `it's "quoted"\n\0 日本語 🍊`])(
      "gives back what was stored: %j",
      async (text) => {
        await fill(orders, text);

        expect(await textOf(orders)).toBe(text);
      },
    );

    it("keeps caches, groups and pages apart, whatever characters they have", async () => {
      const keys = [
        orders,
        { ...orders, page: "2" },
        { ...orders, group: "bob" },
        { ...orders, cache: "users" },
        { ...orders, group: "ada:1", page: "" },
        { ...orders, group: "", page: "ada:1" },
        { ...orders, group: "ada", page: "" },
        { ...orders, group: "", page: "ada" },
        { cache: "orders:ada", group: "1", page: "" },
        { cache: "epoch", group: "", page: "" },
      ];

      for (const [index, key] of keys.entries()) await fill(key, String(index));

      expect(await Promise.all(keys.map(textOf))).toEqual(keys.map((_key, index) => `${index}`));
    });

    it("finds no page of a group that was invalidated, and all of the others", async () => {
      const [second, bobs] = [
        { ...orders, page: "2" },
        { ...orders, group: "bob" },
      ];
      const users = { ...orders, cache: "users" };
      for (const key of [orders, second, bobs, users]) await fill(key, "1");

      await store.invalidate("orders", "ada");

      expect(await Promise.all([orders, second, bobs, users].map(textOf))).toEqual([
        ...[undefined, undefined],
        ...["1", "1"],
      ]);
    });

    it("refuses a value that was loaded before an invalidation", async () => {
      const { lease } = await store.get(orders);
      await store.invalidate("orders", "ada");

      expect(await store.set(orders, "old", { ...terms, lease })).toBe(false);

      expect(await textOf(orders)).toBeUndefined();
    });

    it("refuses it also when a later one is there, and keeps that", async () => {
      const { lease } = await store.get(orders);
      await store.invalidate("orders", "ada");
      await fill(orders, "new");

      expect(await store.set(orders, "old", { ...terms, lease })).toBe(false);

      expect(await textOf(orders)).toBe("new");
    });

    it("gives one lease to all readers of a group, until it is invalidated", async () => {
      const leaseOf = async (key: StoreKey) => (await store.get(key)).lease;
      const before = await leaseOf(orders);
      await fill(orders, "1");
      expect(await leaseOf({ ...orders, page: "2" })).toBe(before);

      const leases = new Set([before]);
      for (let round = 0; round < 3; round += 1) {
        await store.invalidate("orders", "ada");
        leases.add(await leaseOf(orders));
      }

      expect(leases.size).toBe(4);
    });

    it("replaces a value under the same lease", async () => {
      await fill(orders, "1");
      await fill(orders, "2");

      expect(await textOf(orders)).toBe("2");
    });

    it("does all this in the order of the calls, without waiting for their answers", async () => {
      const { lease } = await store.get(orders);

      const [isStored, before, , after, isStoredLater] = await Promise.all([
        store.set(orders, "1", { ...terms, lease }),
        store.get(orders),
        store.invalidate("orders", "ada"),
        store.get(orders),
        store.set(orders, "2", { ...terms, lease }),
      ]);

      expect([isStored, before.text, after.text, isStoredLater]).toEqual([
        ...[true, "1"],
        ...[undefined, false],
      ]);
    });

    it("forgets a value when its time is over", async () => {
      const { lease } = await store.get(orders);
      await store.set(orders, "1", { lease, ttlMs: 20 });

      await vi.waitFor(async () => expect(await textOf(orders)).toBeUndefined(), { interval: 5 });

      await fill(orders, "2");
      expect(await textOf(orders)).toBe("2");
    });
  });
}
