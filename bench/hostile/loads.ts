// What one visitor, or a process inside the network, can do to a blog: each load is bounded in number and time, and leaves.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { FRAMES, toBytes } from "@blog/common/speed/frames";
import { root } from "../../infra/local/services.ts";
import { openRudely, toRequest } from "./rude-sockets.ts";

export interface Load {
  what: string;
  run(blog: HostileBlog): Promise<void>;
}

export interface HostileBlog {
  url(name: string): string;
  /** The post with a long thread. */
  thread: string;
  /** Adds a comment of full length to it. */
  comment(): Promise<void>;
}

const JSON_TYPE = { "content-type": "application/json" };
const BATCH = { "content-type": "application/cloudevents-batch+json" };
const STREAM = { accept: "text/event-stream" };

/** What memory is taken only shows a moment later. */
const AFTERWARDS_MS = 1000;

export const loads: Load[] = [
  ...["posts", "client"].map((name) =>
    unfinished(`400 bodies without an end, of 120 kB, to ${name}`, name, {
      ...{ path: "/posts", count: 400, bytes: 120_000, type: JSON_TYPE },
    }),
  ),
  unfinished("400 bodies without an end, of 990 kB, to posts", "posts", {
    ...{ path: "/posts", count: 400, bytes: 990_000, type: JSON_TYPE },
  }),
  ...["event-bus", "query", "comments"].map((name) =>
    unfinished(`100 batches without an end, of 8 MB, to ${name}`, name, {
      ...{ path: "/events", count: 100, bytes: 8_000_000, type: BATCH },
    }),
  ),
  {
    what: "20 frames in single bytes to event-bus",
    async run({ url }) {
      const upgrade = { connection: "upgrade", upgrade: FRAMES };
      const open = toRequest("GET /events/frames", upgrade);
      const frames = await openRudely(url("event-bus"), 20, open);
      const bytes = toBytes(BATCH, "x".repeat(1500));
      for (let at = 0; at < bytes.length; at += 1)
        await frames.sendToAll(bytes.subarray(at, at + 1));
      await leave(frames);
    },
  },
  {
    what: "500 readers of the page's script who read nothing, by brotli",
    async run({ url }) {
      const assets = readdirSync(join(root, "client", "dist", "assets"));
      const script = assets.find((name) => /^index.*\.js$/.test(name)) ?? "";
      const request = toRequest(`GET /assets/${script}`, { "accept-encoding": "gzip, br" });
      await leave(await openRudely(url("client"), 500, request));
    },
  },
  unread("200 readers of all posts at the gateway", "client", 200, "GET /posts", {
    "accept-encoding": "gzip, br",
  }),
  ...["query", "posts"].map((name) =>
    unread(`200 readers of all posts at ${name}`, name, 200, "GET /posts"),
  ),
  unread("200 readers of the whole log", "event-bus", 200, "GET /events"),
  {
    what: "200 comments in a long thread, whose answers are never read",
    async run({ url, thread }) {
      const body = JSON.stringify({ content: "x".repeat(1000) });
      const headers = { ...JSON_TYPE, "content-length": String(body.length) };
      const request = toRequest(`POST /posts/${thread}/comments`, headers, body);
      await leave(await openRudely(url("comments"), 200, request));
    },
  },
  listeners("1,000 listeners at query who read nothing of a long post", "query", 1000),
  listeners("300 listeners at the gateway who read nothing of a long post", "client", 300),
];

interface Body {
  path: string;
  count: number;
  bytes: number;
  type: Record<string, string>;
}

function unfinished(what: string, name: string, { path, count, bytes, type }: Body): Load {
  return {
    what,
    async run({ url }) {
      const headers = { ...type, "content-length": String(bytes + 1) };
      const bodies = await openRudely(url(name), count, toRequest(`POST ${path}`, headers));
      await bodies.sendToAll(Buffer.alloc(bytes, " "));
      await leave(bodies);
    },
  };
}

function unread(
  what: string,
  name: string,
  count: number,
  line: string,
  headers: Record<string, string> = {},
): Load {
  return {
    what: `${what}, who read nothing`,
    run: async ({ url }) => leave(await openRudely(url(name), count, toRequest(line, headers))),
  };
}

function listeners(what: string, name: string, count: number): Load {
  return {
    what,
    async run({ url, comment }) {
      const open = await openRudely(url(name), count, toRequest("GET /posts", STREAM));
      for (let round = 0; round < 8; round += 1) await comment();
      await leave(open);
    },
  };
}

async function leave(sockets: { close(): void }): Promise<void> {
  await pass(AFTERWARDS_MS);
  sockets.close();
  await pass(AFTERWARDS_MS / 2);
}
