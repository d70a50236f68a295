// The process of the clients that write posts, and of the probe that looks when a post becomes visible.

import { pause } from "@blog/common/base/backoff";
import { Pool } from "undici";
import { clock } from "./event.ts";
import { serve } from "./worker.ts";

export interface WriteLoad {
  /** The addresses of the processes of posts. */
  posts: string[];
  clients: number;
  forMs: number;
}

export interface Written {
  ids: string[];
  failed: number;
  startedAt: number;
  endedAt: number;
}

export interface Probed {
  ids: string[];
  failed: number;
  waits: number[];
}

const VISIBLE_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 1;
const REST_MS = 20;
let isProbing = false;

const commands = {
  async write({ posts, clients, forMs }: WriteLoad): Promise<Written> {
    const connections = Math.ceil(clients / posts.length);
    const pools = posts.map((url) => new Pool(url, { connections }));
    const written: Written = { ids: [], failed: 0, startedAt: clock(), endedAt: 0 };
    const end = clock() + forMs;

    async function goOn(client: number): Promise<void> {
      while (clock() < end) {
        const id = await writePost(next(pools, client)).catch(() => undefined);
        if (id === undefined) written.failed += 1;
        else written.ids.push(id);
      }
    }
    await Promise.all(Array.from({ length: clients }, (_, client) => goOn(client)));
    written.endedAt = clock();
    await closeAll(pools);
    return written;
  },

  /**
   * Writes a post now and then, and asks for it from its answer on until it is there: each wait in ms. Ours is asked for
   * one post; the course's query has nothing but the whole map.
   */
  async probe(
    { posts, query }: { posts: string[]; query: string[] },
    ask: "one" | "map",
  ): Promise<Probed> {
    const writing = posts.map((url) => new Pool(url));
    const reading = query.map((url) => new Pool(url));
    const found: Probed = { ids: [], failed: 0, waits: [] };

    async function writeAndLook(writer: Pool, reader: Pool): Promise<void> {
      const id = await writePost(writer);
      const answeredAt = clock();
      found.ids.push(id);
      const isOver = () => clock() - answeredAt > VISIBLE_WITHIN_MS;
      while (!isOver() && !(await isVisible(reader, id, ask))) await pause(LOOK_EVERY_MS);
      found.waits.push(clock() - answeredAt);
    }
    isProbing = true;
    for (let turn = 0; isProbing; turn += 1) {
      const looking = writeAndLook(next(writing, turn), next(reading, turn));
      await looking.catch(() => (found.failed += 1));
      await pause(REST_MS);
    }
    await closeAll([...writing, ...reading]);
    return found;
  },

  endProbe(): void {
    isProbing = false;
  },
};
export type WriterCommands = typeof commands;
serve(commands);

async function writePost(pool: Pool): Promise<string> {
  const { statusCode, body } = await pool.request({
    method: "POST",
    path: "/posts/create",
    headers: { "content-type": "application/json" },
    body: '{"title":"A post as long as most of them are"}',
  });
  if (statusCode === 201) return ((await body.json()) as { id: string }).id;
  await body.dump();
  throw new Error(`answered ${statusCode}`);
}

async function isVisible(pool: Pool, id: string, ask: "one" | "map"): Promise<boolean> {
  const path = ask === "one" ? `/posts/${id}` : "/posts";
  const { statusCode, body } = await pool.request({ method: "GET", path });
  if (ask === "map") return id in ((await body.json()) as object);
  await body.dump();
  return statusCode === 200;
}

/** Of several processes, each in turn. */
function next(pools: Pool[], turn: number): Pool {
  return pools[turn % pools.length]!;
}

async function closeAll(pools: Pool[]): Promise<void> {
  await Promise.all(pools.map((pool) => pool.close()));
}
