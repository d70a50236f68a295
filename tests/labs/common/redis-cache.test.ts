// Cached values in Redis: the contract, and the promise over random interleavings.

import { pause } from "@blog/common/base/backoff";
import { newId } from "@blog/common/base/ids";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { testCacheStore } from "../../../labs/common/test/cache-contract.ts";
import { anyOrder, play, type Played, sum } from "../../../labs/common/test/interleavings.ts";
import { requires } from "../../requires.ts";
import { type RedisServer, startRedis } from "../../scale/redis-server.ts";
import { connect, openAdmin } from "./redis-scene.ts";

const isFull = process.env.FULL === "1";

requires("redis")("Cached values in Redis", (program) => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await startRedis(program);
  });
  afterAll(() => server.remove());

  testCacheStore("Redis", () => connect({ url: server.url }));

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
      const [service, { url }] = [newId(), server];
      const stores = [await connect({ url, service }), await connect({ url, service })];
      onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))));

      const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
      const total = await playAll(isFull ? 400 : 6, { open: () => stores, turn });

      expect(total.hits).toBeGreaterThan(total.played / 5);
      expect(total.refused).toBeGreaterThan(total.played / 10);
    }, 900_000);

    it("of one process whose connection breaks at any moment", async () => {
      const store = await connect({ url: server.url });
      onTestFinished(() => store.close());
      const admin = await openAdmin(server);
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
});
