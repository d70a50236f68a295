// Redis Streams: a stream as the log, a consumer group for each subscriber, and an fsync before each answer.
// https://redis.io/docs/latest/develop/data-types/streams/

import { createClient } from "@redis/client";
import { findProgram } from "../../infra/local/find-program.ts";
import { findFreePorts } from "../../infra/local/ports.ts";
import { type BenchEvent, toJson } from "../event.ts";
import { startServer } from "../server-process.ts";
import type { System } from "./system.ts";

const STREAM = "events";
/** Entries that a reader takes in one go. */
const AT_ONCE = 500;

export const redisStreams: System = {
  name: "Redis Streams",
  acknowledged: "fsync (appendfsync always)",
  program: "redis",

  async start(folder) {
    const [port = 0] = await findFreePorts(1);
    const settings = { appendonly: "yes", appendfsync: "always", save: "", bind: "127.0.0.1" };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    const { stop } = await startServer({
      program: findProgram("redis")!,
      args: ["--port", String(port), "--dir", folder, ...args],
      port,
      folder,
    });
    return { address: `redis://127.0.0.1:${port}`, stop };
  },

  async connectPublisher(address) {
    const client = await connectTo(address);
    return {
      // What is asked in the same turn, the client sends in one go.
      async publish(event) {
        await client.xAdd(STREAM, "*", { event: toJson(event) });
      },
    };
  },

  async subscribe(address, name, onEvent) {
    const client = await connectTo(address);
    await client.xGroupCreate(STREAM, name, "0", { MKSTREAM: true });
    void readOn().catch(() => client.destroy());

    async function readOn(): Promise<void> {
      for (;;) {
        const from = { key: STREAM, id: ">" };
        const limits = { COUNT: AT_ONCE, BLOCK: 1000 };
        const streams = await client.xReadGroup(name, name, from, limits);
        // As XREADGROUP answers: one stream was asked for.
        const [found] = (streams ?? []) as { messages: { id: string; message: Entry }[] }[];
        if (!found) continue;
        for (const { message } of found.messages) onEvent(JSON.parse(message.event) as BenchEvent);
        await client.xAck(
          STREAM,
          name,
          found.messages.map(({ id }) => id),
        );
      }
    }
  },
};

type Entry = { event: string };

async function connectTo(url: string) {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  // The next request on it fails, and reports the error.
  client.on("error", () => {});
  await client.connect();
  return client;
}
