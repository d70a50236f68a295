// Workload 1: what the cache and the loaders of the gateway are worth, beside the same gateway without them.

import type { Pool } from "undici";
import { percentile } from "../../../bench/latencies.ts";
import type { ReaderCommands } from "../../../bench/readers.ts";
import type { Scale } from "../../../bench/scale.ts";
import { startWorker, type Worker } from "../../../bench/worker.ts";
import type { Workload } from "../../../bench/workload.ts";
import { type RunningShop, startShop } from "./running-shop.ts";

const OURS = "our gateway";
const NAIVE = "no cache, no loaders";
const LIST = "product list";
const ORDERS = "50 orders: p50";
const CLIENTS = 16;
const ORDER_COUNT = 50;

const LIST_PATH = pathOf("{ products(first: 20) { id name price stock } }");
const ORDERS_PATH = pathOf(
  `{ orders(first: ${ORDER_COUNT}) { id total user { name } items { quantity product { name price } } } }`,
);

interface Gateway {
  shop: RunningShop;
  gateway: Pool;
  readers: Worker<ReaderCommands>;
}

export function gateway({ burstMs, isMeasure }: Scale): Workload<Gateway> {
  const questions = isMeasure ? 50 : 3;

  return {
    number: 1,
    title:
      "The GraphQL gateway: one list for many clients, and orders with all that belongs to them",
    explanation:
      `product list: 20 products, by ${CLIENTS} clients, one question after the other each. 50 orders: each with its buyer and its ` +
      "product, by one client; what is not loaded together takes a call for each. Without a cache each list is loaded, without " +
      "loaders each buyer and product is.",
    measures: [
      { name: LIST, unit: "/s", better: "more" },
      { name: ORDERS, unit: "ms", better: "less" },
    ],
    goals: [
      { measure: LIST, times: 3, as: NAIVE },
      { measure: ORDERS, times: 1 / 0.15, as: NAIVE },
    ],
    contestants: [{ name: OURS }, { name: NAIVE, isOurs: true }],

    async prepare(name, folder, onStop) {
      const shop = await startShop(folder, onStop, { NAIVE: name === NAIVE ? "1" : "0" });
      const orders = shop.pool("order-service", 1);
      for (let number = 0; number < ORDER_COUNT; number += 1)
        await shop.order(orders, shop.productIds[number % shop.productIds.length]!);
      const readers = startWorker<ReaderCommands>("readers.ts");
      onStop(readers.end);
      return { shop, gateway: shop.pool("api-gateway", 1), readers };
    },

    async round({ shop, gateway: pool, readers }) {
      const list = await readers.read({
        ...{ url: shop.services.url("api-gateway"), path: LIST_PATH, withEtag: false },
        ...{ connections: CLIENTS, forMs: burstMs },
      });
      const times: number[] = [];
      for (let number = 0; number < questions; number += 1)
        times.push(await timeOrders(pool, shop.headers));
      return { [LIST]: list, [ORDERS]: percentile(times, 50) };
    },

    check: async () => [],
  };
}

async function timeOrders(pool: Pool, headers: Record<string, string>): Promise<number> {
  const startedAt = performance.now();
  const { body } = await pool.request({ method: "GET", path: ORDERS_PATH, headers });
  const { data } = (await body.json()) as { data?: { orders: unknown[] } };
  const ms = performance.now() - startedAt;
  if (data?.orders.length !== ORDER_COUNT) throw new Error("An answer has not all orders.");
  return ms;
}

function pathOf(query: string): string {
  return `/graphql?query=${encodeURIComponent(query)}`;
}
