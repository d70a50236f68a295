// What becomes of cached values when Redis is killed, stands still, forgets, or cannot be reached by one of two processes.

import { pause } from "@blog/common/base/backoff";
import { newId } from "@blog/common/base/ids";
import { createLogger } from "@blog/common/base/logger";
import { type Cache, createCache } from "@labs/common/cache/cache";
import { connectRedisStore } from "@labs/common/cache/redis-cache";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { startProxy } from "../../chaos/tcp-proxy.ts";
import { requires } from "../../requires.ts";
import { type RedisServer, startRedis } from "../../scale/redis-server.ts";
import { connect, open, openAdmin, storeOne } from "./redis-scene.ts";

const ada = { group: "ada" };
const bob = { group: "bob" };

requires("redis")("A cache in Redis", (program) => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await startRedis(program);
  });
  afterAll(() => server.remove());

  it("Closed while it connects, it is closed at once", { timeout: 10_000 }, async () => {
    const store = connectRedisStore(server.url, { service: newId(), log: createLogger("cache") });

    await store.close();

    await expect(store.invalidate("", "")).rejects.toThrow("away");
  });

  // On a busy machine one of the many may be late.
  it("Killed, Redis costs no read its answer, and is used again when it is back", {
    retry: 2,
  }, async () => {
    const cache = await open({ url: server.url, replyWithinMs: 50 });
    // What a read takes beside its load.
    const extraMs: number[] = [];
    const read = async () => {
      const before = performance.now();
      let loadMs = 0;
      const load = async () => {
        const begun = performance.now();
        await pause(20);
        loadMs = performance.now() - begun;
        return 1;
      };
      expect(await cache.read(ada, load)).toBe(1);
      extraMs.push(performance.now() - before - loadMs);
    };
    await read();

    const killed = server.kill();
    for (let round = 0; round < 20; round += 1) await read();
    await killed;
    for (let round = 0; round < 20; round += 1) await read();

    const slowest = Math.max(...extraMs);
    await server.start();
    const { hits } = cache.stats();
    await vi.waitFor(async () => {
      await read();
      expect(cache.stats().hits).toBeGreaterThan(hits);
    });
    expect(slowest).toBeLessThan(50 + 50);
  });

  it("Where Redis stands still, the first read waits 50 ms for it, and the next ones do not", {
    retry: 2,
  }, async () => {
    const cache = await open({ url: server.url, replyWithinMs: 50 });
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
    const cache = await open({ url: server.url, replyWithinMs: 50 });
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
    const cache = await open({ url: server.url, replyWithinMs: 50 });
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
      await storeOne(cache, "ada");
      const admin = await openAdmin(server);
      await admin.sendCommand(["SAVE"]);
    }

    /** The former epoch, generation and value are all there again. */
    async function restart(): Promise<void> {
      await server.start();
      const admin = await openAdmin(server);
      expect(await admin.dbSize()).toBeGreaterThanOrEqual(3);
    }

    it.each(["confirmed it", "was away"])("when it %s", async (when) => {
      const cache = await open(server);
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
      const dying = await connect({ url: server.url, service });
      const cache = createCache({ store: dying, name: "versions", parse: Number });
      await storeAndSave(cache);
      await server.kill();
      expect(await cache.invalidate("ada")).toBe(false);
      await dying.close();
      await restart();

      const next = await open({ url: server.url, service });

      expect(await next.read(ada, async () => 2)).toBe(2);
    });
  });

  it("A process that cannot reach Redis never gives an old value, and others not once it is back", async () => {
    const service = newId();
    const proxy = await startProxy(server.port);
    onTestFinished(() => proxy.close());
    const near = await open({ url: server.url, service });
    const far = await open({ service, url: `redis://127.0.0.1:${proxy.port}` });
    await storeOne(far, "ada");
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
