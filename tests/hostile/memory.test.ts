// Memory stays within bounds whatever strangers hold on to. Real processes, because only they have a size of their own.

import { gzipSync } from "node:zlib";
import type { Socket } from "node:net";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Blog, startBlog } from "../kit/blog.ts";
import { open, request, toBytes } from "./raw-http.ts";

type Name = "posts" | "query" | "event-bus";

// Generous: what has to be noticed is memory that grows with what strangers send.
const MAX_GROWTH = 3;

let blog: Blog;
beforeAll(async () => {
  blog = await startBlog({ only: ["event-bus", "posts", "query"] });
});
const portOf = (name: Name) => Number(new URL(blog.urls[name]).port);

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** Connections that send `bytes` and read nothing of what is answered, if anything is. */
async function openMany(name: Name, count: number, bytes?: Buffer): Promise<void> {
  const port = portOf(name);
  for (let opened = 0; opened < count; opened += 100) {
    const group = await Promise.all(Array.from({ length: 100 }, () => open(port)));
    for (const socket of group) socket.on("error", () => socket.destroy());
    if (bytes) for (const socket of group) socket.write(bytes);
    sockets.push(...group);
  }
  const isAnswered = (socket: Socket) => socket.bytesRead > 0 || !bytes;
  await expect.poll(() => sockets.every(isAnswered), { timeout: 30_000 }).toBe(true);
}

/** How many times larger the process is while or after this happens. */
async function growthOf(name: Name, happening: () => Promise<unknown>): Promise<number> {
  const before = await residentBytes(name);
  await happening();
  return (await residentBytes(name)) / before;
}

async function residentBytes(name: Name): Promise<number> {
  // On a connection of its own: a kept one may be closed just now.
  const headers = { connection: "close" };
  const metrics = await (await fetch(`${blog.urls[name]}/metrics`, { headers })).text();
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(metrics)?.[1]);
}

function postsCreated(from: number, count: number): string {
  const title = "x".repeat(1000);
  const events = Array.from({ length: count }, (_, index) => {
    const id = `post-${from + index}`;
    return { specversion: "1.0", id, source: "x", type: "PostCreated", data: { id, title } };
  });
  return JSON.stringify(events);
}

async function publish(body: string): Promise<void> {
  const headers = { "content-type": "application/cloudevents-batch+json" };
  const answer = await fetch(`${blog.urls["event-bus"]}/events`, { method: "POST", headers, body });
  expect(answer.status).toBe(200);
}

describe("A service stays within its bounds", () => {
  it.each<Name>(["query", "event-bus"])(
    "while 2,000 connections to %s send nothing",
    async (name) => {
      const growth = await growthOf(name, () => openMany(name, 2000));

      expect(growth).toBeLessThan(MAX_GROWTH);
    },
  );

  it.each<Name>(["posts", "event-bus"])("whatever bombs %s is sent", async (name) => {
    const body = gzipSync(Buffer.alloc(100 * 1024 * 1024, " "));
    const headers: [string, string][] = [
      ["content-type", "application/json"],
      ["content-encoding", "gzip"],
    ];

    const growth = await growthOf(name, async () => {
      for (const path of ["/events", "/posts", "/events", "/posts"]) {
        const answer = await request(portOf(name), { method: "POST", path, headers, body });
        expect(answer.status).toBeGreaterThanOrEqual(400);
      }
    });

    expect(growth).toBeLessThan(MAX_GROWTH);
  });

  it("while readers ask for everything and read nothing", async () => {
    for (let from = 0; from < 10_000; from += 1000) await publish(postsCreated(from, 1000));
    const lastPost = async () => (await fetch(`${blog.urls.query}/posts/post-9999`)).status;
    await expect.poll(lastPost, { timeout: 20_000 }).toBe(200);

    // 10 MB each, of which the system keeps some for a connection, and the service would keep the rest.
    const growth = await growthOf("query", () =>
      openMany("query", 100, toBytes({ path: "/posts" })),
    );

    expect(growth).toBeLessThan(MAX_GROWTH);
  });

  it("while listeners ask for all that they missed and read nothing", async () => {
    const { headers } = await fetch(`${blog.urls.query}/posts`);
    const [process] = headers.get("etag")?.slice(1).split("-") ?? [];
    const listener = toBytes({
      path: "/posts",
      headers: [
        ["accept", "text/event-stream"],
        ["last-event-id", `${process}-0`],
      ],
    });

    const growth = await growthOf("query", () => openMany("query", 100, listener));

    expect(growth).toBeLessThan(MAX_GROWTH);
  });
});
