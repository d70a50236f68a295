// Cached values in Redis: the contract, the promise over random interleavings, and what becomes of both when Redis is killed,
// stands still, forgets, or cannot be reached by one of two processes.

import { pause } from "@blog/common/base/backoff";
import { newId } from "@blog/common/base/ids";
import { createLogger } from "@blog/common/base/logger";
import { type Cache, type CacheStore, createCache } from "@labs/common/cache/cache";
import { connectRedisStore } from "@labs/common/cache/redis-cache";
import { createClient } from "@redis/client";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { testCacheStore } from "../../../labs/common/test/cache-contract.ts";
import { anyOrder, play, type Played, sum } from "../../../labs/common/test/interleavings.ts";
import { startProxy } from "../../chaos/tcp-proxy.ts";
import { requires } from "../../requires.ts";
import { type RedisServer, startRedis } from "../../scale/redis-server.ts";

const log = createLogger("cache");
const isFull = process.env.FULL === "1";
const ada = { group: "ada" };
const bob = { group: "bob" };

requires("redis")("Cached values in Redis", (program) => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await startRedis(program);
  });
  afterAll(() => server.remove());

  interface Options {
    service?: string;
    url?: string;
    replyWithinMs?: number;
  }

  /** Resolves once it answers. A test that is not about a late answer waits for longer: so a busy machine is no fault. */
  async function connect({
    service = newId(),
    url = server.url,
    replyWithinMs = 900,
  }: Options = {}) {
    const store: CacheStore = connectRedisStore(url, { service, log, replyWithinMs });
    await vi.waitFor(() => store.get({ cache: "", group: "", page: "" }), { interval: 5 });
    return store;
  }

  async function open(options?: Options): Promise<Cache<number>> {
    const store = await connect(options);
    onTestFinished(() => store.close());
    return createCache({ store, name: "versions", parse: Number });
  }

  async function openAdmin() {
    const admin = await createClient({ url: server.url })
      .on("error", () => {})
      .connect();
    onTestFinished(() => admin.destroy());
    return admin;
  }

  /** The second read is answered after the first value was stored. */
  async function storeOne(cache: Cache<number>): Promise<void> {
    await cache.read(ada, async () => 1);
    expect(await cache.read(ada, async () => 2)).toBe(1);
  }

  testCacheStore("Redis", () => connect());

  describe("The promise holds over random interleavings", () => {
    const AT_ONCE = 25;
    const BREAK = ["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"];

    /** Plays that many times 25 orders. Orders have nothing in common but the connections: so these are always busy. */
    async function playAll(numRuns: number, options: Parameters<typeof play>[1]) {
      const all: Played[] = [];
      const orders = fc.array(anyOrder, { minLength: AT_ONCE, maxLength: AT_ONCE });
      await fc.assert(
        fc.asyncProperty(orders, async (several) => {
          const played = await Promise.all(several.map((order) => play(order, options)));
          all.push(...played);
          expect(played.flatMap(({ stale }) => stale)).toEqual([]);
        }),
        { numRuns },
      );
      return { ...sum(all.map(({ stats }) => stats)), played: all.length };
    }

    it("of two processes", async () => {
      const service = newId();
      const stores = [await connect({ service }), await connect({ service })];
      onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))));

      const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
      const total = await playAll(isFull ? 400 : 6, { open: () => stores, turn });

      expect(total.hits).toBeGreaterThan(total.played / 5);
      expect(total.refused).toBeGreaterThan(total.played / 10);
    }, 900_000);

    it("of one process whose connection breaks at any moment", async () => {
      const store = await connect();
      onTestFinished(() => store.close());
      const admin = await openAdmin();
      let asked = 0;

      const total = await playAll(isFull ? 40 : 2, {
        open: () => [store],
        // Now and then, and only where there is a connection.
        async accident() {
          asked += 1;
          const isThere = await store
            .get({ cache: "", group: "", page: "" })
            .catch(() => undefined);
          if (isThere && asked % 5 === 0) await admin.sendCommand(BREAK);
        },
        turn: () => pause(Math.random() < 0.1 ? 20 : 0),
      });

      expect(total.hits).toBeGreaterThan(0);
      expect(total.failures).toBeGreaterThan(0);
    }, 900_000);
  });

  // On a busy machine one of the many may be late.
  it("Killed, Redis costs no read its answer, and is used again when it is back", {
    retry: 2,
  }, async () => {
    const cache = await open({ replyWithinMs: 50 });
    const LOAD_MS = 20;
    const load = () => pause(LOAD_MS).then(() => 1);
    const times: number[] = [];
    const read = async () => {
      const before = performance.now();
      expect(await cache.read(ada, load)).toBe(1);
      times.push(performance.now() - before);
    };
    await read();

    const killed = server.kill();
    for (let round = 0; round < 20; round += 1) await read();
    await killed;
    for (let round = 0; round < 20; round += 1) await read();

    const slowest = Math.max(...times);
    await server.start();
    const { hits } = cache.stats();
    await vi.waitFor(async () => {
      await read();
      expect(cache.stats().hits).toBeGreaterThan(hits);
    });
    expect(slowest).toBeLessThan(50 + LOAD_MS + 50);
  });

  it("Where Redis stands still, the first read waits 50 ms for it, and the next ones do not", {
    retry: 2,
  }, async () => {
    const cache = await open({ replyWithinMs: 50 });
    const read = async () => {
      const before = performance.now();
      expect(await cache.read(ada, async () => 1)).toBe(1);
      return performance.now() - before;
    };
    await read();

    await server.suspend();
    onTestFinished(() => server.resume());
    const times = [await read(), await read(), await read()];
    await server.resume();

    expect(times[0]).toBeGreaterThan(45);
    expect(times[0]).toBeLessThan(150);
    expect(Math.max(...times.slice(1))).toBeLessThan(40);
    const { hits } = cache.stats();
    await vi.waitFor(async () => {
      await read();
      expect(cache.stats().hits).toBeGreaterThan(hits);
    });
  });

  it("An invalidation that is confirmed late empties nothing else", { retry: 2 }, async () => {
    const cache = await open({ replyWithinMs: 50 });
    await cache.read(ada, async () => 1);
    await cache.read(bob, async () => 1);

    await server.suspend();
    onTestFinished(() => server.resume());
    expect(await cache.invalidate("ada")).toBe(false);
    expect(await cache.read(ada, async () => 2)).toBe(2);
    await server.resume();

    await vi.waitFor(async () => {
      expect(await cache.read(ada, async () => 3)).not.toBe(1);
      expect(await cache.read(bob, async () => 4)).toBe(1);
    });
  });

  it("A Redis that is silent for a second is connected anew, and what it had is not trusted", async () => {
    const cache = await open({ replyWithinMs: 50 });
    await cache.read(ada, async () => 1);
    await cache.read(bob, async () => 1);

    await server.suspend();
    onTestFinished(() => server.resume());
    expect(await cache.invalidate("ada")).toBe(false);
    await pause(1100);
    await server.resume();

    const { hits } = cache.stats();
    await vi.waitFor(async () => {
      expect(await cache.read(ada, async () => 2)).toBe(2);
      expect(await cache.read(bob, async () => 2)).toBe(2);
      expect(cache.stats().hits).toBeGreaterThan(hits + 1);
    });
  });

  describe("Restarted from data that is older than an invalidation, Redis gives nothing from before it", () => {
    async function storeAndSave(cache: Cache<number>): Promise<void> {
      await storeOne(cache);
      const admin = await openAdmin();
      await admin.sendCommand(["SAVE"]);
    }

    /** The former epoch, generation and value are all there again. */
    async function restart(): Promise<void> {
      await server.start();
      const admin = await openAdmin();
      expect(await admin.dbSize()).toBeGreaterThanOrEqual(3);
    }

    it.each(["confirmed it", "was away"])("when it %s", async (when) => {
      const cache = await open();
      await storeAndSave(cache);

      if (when === "confirmed it") expect(await cache.invalidate("ada")).toBe(true);
      await server.kill();
      if (when === "was away") expect(await cache.invalidate("ada")).toBe(false);
      await restart();

      const { hits } = cache.stats();
      await vi.waitFor(async () => {
        expect(await cache.read(ada, async () => 2)).toBe(2);
        expect(cache.stats().hits).toBeGreaterThan(hits);
      });
    });

    it("when the process that missed it has died, and another one starts", async () => {
      const service = newId();
      const dying = await connect({ service });
      const cache = createCache({ store: dying, name: "versions", parse: Number });
      await storeAndSave(cache);
      await server.kill();
      expect(await cache.invalidate("ada")).toBe(false);
      await dying.close();
      await restart();

      const next = await open({ service });

      expect(await next.read(ada, async () => 2)).toBe(2);
    });
  });

  it("A process that cannot reach Redis never gives an old value, and others not once it is back", async () => {
    const service = newId();
    const proxy = await startProxy(server.port);
    onTestFinished(() => proxy.close());
    const near = await open({ service });
    const far = await open({ service, url: `redis://127.0.0.1:${proxy.port}` });
    await storeOne(far);
    expect(await near.read(ada, async () => 2)).toBe(1);

    proxy.setFault({ kind: "blackhole" });
    expect(await far.invalidate("ada")).toBe(false);
    expect(await far.read(ada, async () => 2)).toBe(2);
    // This is the limit: the other process cannot know.
    expect(await near.read(ada, async () => 2)).toBe(1);
    proxy.setFault(null);

    await vi.waitFor(async () => expect(await near.read(ada, async () => 2)).toBe(2));
    expect(await far.read(ada, async () => 2)).toBe(2);
  });
});
