// Reading through a cache, whatever its engine is.

import { Registry } from "prom-client";
import { type Cache, type CacheStore, createCache } from "@labs/common/cache/cache";
import { addCacheMetrics } from "@labs/common/cache/metrics";
import { createMemoryStore } from "@labs/common/cache/memory-cache";
import { z } from "zod";
import { describe, expect, it, vi } from "vitest";

const Orders = z.object({ ids: z.array(z.number()) });
type Orders = z.output<typeof Orders>;

const ada = { group: "ada" };

function open(store: CacheStore = createMemoryStore(), random?: () => number): Cache<Orders> {
  const parse = (json: unknown) => Orders.parse(json);
  return createCache({ store, name: "orders", parse, ...(random && { random }) });
}

/** A load that ends when the test lets it. */
function createLoad() {
  const { promise, resolve, reject } = createPromise<Orders>();
  return { load: vi.fn(() => promise), resolve, reject };
}

function createPromise<Value>() {
  let resolve = (_value: Value) => {};
  let reject = (_error: Error) => {};
  const promise = new Promise<Value>((...settle) => ([resolve, reject] = settle));
  return { promise, resolve, reject };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** An engine that is away. */
const away: CacheStore = {
  get: () => Promise.reject(new Error("away")),
  set: () => Promise.reject(new Error("away")),
  invalidate: () => Promise.reject(new Error("away")),
  close: async () => {},
};

describe("When a key is read", () => {
  it("is loaded once, and found from then on", async () => {
    const cache = open();
    const load = vi.fn(async () => ({ ids: [1] }));

    const answers = [await cache.read(ada, load), await cache.read(ada, load)];

    expect(answers).toEqual([{ ids: [1] }, { ids: [1] }]);
    expect(load).toHaveBeenCalledTimes(1);
    expect(cache.stats()).toEqual({ hits: 1, misses: 1, refused: 0, failures: 0 });
  });

  it("is loaded once for all who read it at the same time, each page for itself", async () => {
    const cache = open();
    const [first, second] = [createLoad(), createLoad()];

    const reads = [1, 2, 3].map(() => cache.read(ada, first.load));
    const other = cache.read({ ...ada, page: "2" }, second.load);
    await settled();
    first.resolve({ ids: [1] });
    second.resolve({ ids: [2] });

    expect(await Promise.all(reads)).toEqual([{ ids: [1] }, { ids: [1] }, { ids: [1] }]);
    expect(await other).toEqual({ ids: [2] });
    expect([first.load, second.load].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });

  it("gives each reader a copy of its own", async () => {
    const cache = open();
    const load = async () => ({ ids: [1] });

    const [one, other] = await Promise.all([cache.read(ada, load), cache.read(ada, load)]);
    one.ids.push(2);
    other.ids.push(3);

    expect(await cache.read(ada, load)).toEqual({ ids: [1] });
  });

  it("rejects with what the load rejects with, for all who share it, and keeps nothing", async () => {
    const cache = open();
    const { load, reject } = createLoad();
    const reads = [cache.read(ada, load), cache.read(ada, load)];
    await settled();

    reject(new Error("product-service is away"));

    for (const read of reads) await expect(read).rejects.toThrow("product-service is away");
    expect(await cache.read(ada, async () => ({ ids: [1] }))).toEqual({ ids: [1] });
  });
});

describe("When a group is invalidated", () => {
  it("all its pages are loaded anew, and no other group's", async () => {
    const cache = open();
    const load = vi.fn(async () => ({ ids: [load.mock.calls.length] }));
    const keys = [ada, { ...ada, page: "2" }, { group: "bob" }];
    for (const key of keys) await cache.read(key, load);

    expect(await cache.invalidate("ada")).toBe(true);

    const answers = await Promise.all(keys.map((key) => cache.read(key, load)));
    expect(answers.map(({ ids }) => ids[0])).toEqual([4, 5, 3]);
  });

  it("a load from before is answered, and not kept; readers from after do not share it", async () => {
    const cache = open();
    const [old, fresh] = [createLoad(), createLoad()];
    const before = cache.read(ada, old.load);
    await settled();

    await cache.invalidate("ada");
    const after = cache.read(ada, fresh.load);
    await settled();
    fresh.resolve({ ids: [2] });
    expect(await after).toEqual({ ids: [2] });
    old.resolve({ ids: [1] });
    expect(await before).toEqual({ ids: [1] });

    expect(await cache.read(ada, old.load)).toEqual({ ids: [2] });
    expect(cache.stats()).toEqual({ hits: 1, misses: 2, refused: 1, failures: 0 });
  });
});

describe("While the engine is away", () => {
  it("each read loads, none fails, and each is counted", async () => {
    const cache = open(away);
    const load = vi.fn(async () => ({ ids: [load.mock.calls.length] }));

    expect(await cache.read(ada, load)).toEqual({ ids: [1] });
    expect(await cache.read(ada, load)).toEqual({ ids: [2] });
    expect(await cache.invalidate("ada")).toBe(false);

    expect(cache.stats()).toEqual({ hits: 0, misses: 2, refused: 0, failures: 3 });
  });

  it("one load at a time serves all readers, but those who come after an invalidation", async () => {
    const cache = open(away);
    const [old, fresh] = [createLoad(), createLoad()];
    const before = [cache.read(ada, old.load), cache.read(ada, old.load)];
    await settled();

    await cache.invalidate("ada");
    const after = cache.read(ada, fresh.load);
    await settled();
    old.resolve({ ids: [1] });
    fresh.resolve({ ids: [2] });

    expect(await Promise.all(before)).toEqual([{ ids: [1] }, { ids: [1] }]);
    expect(await after).toEqual({ ids: [2] });
    expect(old.load).toHaveBeenCalledTimes(1);
  });

  it("a value that cannot be stored is answered all the same, and counted", async () => {
    const cache = open({ ...createMemoryStore(), set: away.set });

    expect(await cache.read(ada, async () => ({ ids: [1] }))).toEqual({ ids: [1] });

    await vi.waitFor(() => expect(cache.stats().failures).toBe(1));
  });
});

it("A value waits for no store: it is answered before it is kept", async () => {
  const cache = open({ ...createMemoryStore(), set: () => new Promise(() => {}) });

  expect(await cache.read(ada, async () => ({ ids: [1] }))).toEqual({ ids: [1] });
});

// As after a release, while the former version still runs.
it.each(["not JSON", `{"ids":"1"}`])(
  "What is stored and has another shape is replaced: %s",
  async (text) => {
    const store = createMemoryStore();
    const cache = open(store);
    const key = { cache: "orders", group: "ada", page: "" };
    const { lease } = await store.get(key);
    await store.set(key, text, { lease, ttlMs: 1000 });
    const load = vi.fn(async () => ({ ids: [1] }));

    expect(await cache.read(ada, load)).toEqual({ ids: [1] });
    expect(await cache.read(ada, load)).toEqual({ ids: [1] });

    expect(load).toHaveBeenCalledTimes(1);
    expect(cache.stats()).toEqual({ hits: 1, misses: 1, refused: 0, failures: 1 });
  },
);

it.each([
  [0, 540_000],
  [0.5, 600_000],
  [1, 660_000],
])(
  "A value is kept for ten minutes, give or take a tenth: at random %d for %d ms",
  async (at, ttlMs) => {
    const store = createMemoryStore();
    const set = vi.spyOn(store, "set");

    await open(store, () => at).read(ada, async () => ({ ids: [] }));

    expect(set.mock.lastCall?.[2].ttlMs).toBe(ttlMs);
  },
);

it("Metrics have what each cache has counted, by its name", async () => {
  const registry = new Registry();
  const store = createMemoryStore();
  const orders = open(store);
  const names = createCache({ store, name: "names", parse: String });
  addCacheMetrics(registry, [orders, names]);

  const load = async () => ({ ids: [] });
  for (let times = 0; times < 3; times += 1) await orders.read(ada, load);
  await names.read({ group: "" }, async () => "Ada");
  await registry.metrics();
  await orders.read(ada, load);

  const lines = (await registry.metrics()).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      `cache_outcomes_total{cache="orders",outcome="hits"} 3`,
      `cache_outcomes_total{cache="orders",outcome="misses"} 1`,
      `cache_outcomes_total{cache="orders",outcome="refused"} 0`,
      `cache_outcomes_total{cache="orders",outcome="failures"} 0`,
      `cache_outcomes_total{cache="names",outcome="misses"} 1`,
    ]),
  );
});
