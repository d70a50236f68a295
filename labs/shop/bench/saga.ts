// Workload 2: what a decision of two services costs, beside what one event costs: an order that is placed and decided, and a post of
// the blog that is written and shown.

import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "undici";
import { percentile } from "../../../bench/latencies.ts";
import { startServices } from "../../../bench/our-services.ts";
import type { Scale } from "../../../bench/scale.ts";
import type { Workload } from "../../../bench/workload.ts";
import { startShop } from "./running-shop.ts";

const SHOP = "our shop";
const BLOG = "our blog";
const ANSWERED = "answered, 32 clients";
const DONE_P50 = "done p50, 20/s";
const DONE_P99 = "done p99, 20/s";
const CLIENTS = 32;
const EVERY_MS = 50;
const GIVES_UP_AFTER_MS = 10_000;

/** The same of both: something is written, and later it has had its effect in another service. */
interface Subject {
  write(): Promise<string>;
  isDone(id: string): Promise<boolean>;
}

export function saga({ burstMs, steadyMs }: Scale): Workload<Subject> {
  return {
    number: 2,
    title: "An order is placed and decided; a post is written and shown",
    explanation:
      `answered: POST /v1/orders and POST /posts, by ${CLIENTS} clients, one after the other each. done: at 20 a second, from the ` +
      "answer until the order is PROCESSING, two events later, or until query shows the post, one event later.",
    measures: [
      { name: ANSWERED, unit: "/s", better: "more" },
      { name: DONE_P50, unit: "ms", better: "less" },
      { name: DONE_P99, unit: "ms", better: "less" },
    ],
    goals: [
      { measure: ANSWERED, times: 0.25, as: BLOG },
      { measure: DONE_P50, times: 1 / 4, as: BLOG },
      { measure: DONE_P99, atWorst: 100 },
    ],
    contestants: [{ name: SHOP }, { name: BLOG, isOurs: true }],

    prepare: (name, folder, onStop) =>
      name === SHOP ? prepareShop(folder, onStop) : prepareBlog(folder, onStop),

    async round(subject) {
      const done = await timeDone(subject, steadyMs);
      return {
        [ANSWERED]: await writeFor(subject, burstMs),
        [DONE_P50]: percentile(done, 50),
        [DONE_P99]: percentile(done, 99),
      };
    },

    check: async () => [],
  };
}

type Prepare = (
  folder: string,
  onStop: Parameters<Workload<Subject>["prepare"]>[2],
) => Promise<Subject>;

const prepareShop: Prepare = async (folder, onStop) => {
  const shop = await startShop(folder, onStop);
  const pool = shop.pool("order-service", CLIENTS);
  const reader = shop.pool("order-service", 4);
  return {
    write: () => shop.order(pool, shop.productIds[0]!),
    async isDone(id) {
      const request = { method: "GET", path: `/v1/orders/${id}`, headers: shop.headers } as const;
      const { body } = await reader.request(request);
      const { message } = (await body.json()) as { message?: { status: string } };
      return message?.status === "PROCESSING";
    },
  };
};

const prepareBlog: Prepare = async (folder, onStop) => {
  const services = await startServices({ dataFolder: folder, onStop });
  const pool = new Pool(services.url("posts"), { connections: CLIENTS });
  const reader = new Pool(services.url("query"), { connections: 4 });
  onStop(() => Promise.all([pool.close(), reader.close()]));
  return {
    async write() {
      const { statusCode, body } = await pool.request({
        ...{ method: "POST", path: "/posts", body: JSON.stringify({ title: "A post" }) },
        headers: { "content-type": "application/json" },
      });
      const { id } = (await body.json()) as { id: string };
      if (statusCode !== 201) throw new Error(`POST /posts was answered with ${statusCode}`);
      return id;
    },
    async isDone(id) {
      const { statusCode, body } = await reader.request({ method: "GET", path: `/posts/${id}` });
      await body.dump();
      return statusCode === 200;
    },
  };
};

/** Answers a second. */
async function writeFor({ write }: Subject, forMs: number): Promise<number> {
  const startedAt = performance.now();
  let answers = 0;
  async function goOn(): Promise<void> {
    while (performance.now() - startedAt < forMs) {
      await write();
      answers += 1;
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, goOn));
  return (answers * 1000) / (performance.now() - startedAt);
}

async function timeDone(subject: Subject, forMs: number): Promise<number[]> {
  const all: Promise<number>[] = [];
  for (const end = performance.now() + forMs; performance.now() < end; ) {
    all.push(writeAndWait(subject));
    await pause(EVERY_MS);
  }
  return Promise.all(all);
}

async function writeAndWait({ write, isDone }: Subject): Promise<number> {
  const id = await write();
  const answeredAt = performance.now();
  while (!(await isDone(id))) {
    if (performance.now() - answeredAt > GIVES_UP_AFTER_MS)
      throw new Error(`${id} is not done within ${GIVES_UP_AFTER_MS} ms.`);
    await pause(1);
  }
  return performance.now() - answeredAt;
}
