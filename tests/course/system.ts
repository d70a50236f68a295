// A whole blog in one process, put together from parts: each of the five is ours or the course's.

import { createServer, type RequestListener, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { CourseUrls } from "../contracts/course-wire-basics.ts";

export type Urls = CourseUrls;
export type PartName = keyof Urls;

export interface Part {
  app: RequestListener;
  /** What it does once every part can be reached. */
  start?(): Promise<void>;
  stop?(): Promise<void>;
}

export type StartPart = (urls: Urls) => Promise<Part>;
export type Parts = Record<PartName, StartPart>;

// In the order in which they start.
const NAMES: PartName[] = ["eventBus", "posts", "comments", "query", "moderation"];

/** Every address is known before a part is started: each needs some of the others'. */
export async function startSystem(parts: Parts): Promise<{ urls: Urls; stop(): Promise<void> }> {
  const servers: Record<PartName, Server> = {
    eventBus: await listen(),
    posts: await listen(),
    comments: await listen(),
    query: await listen(),
    moderation: await listen(),
  };
  const urls: Urls = {
    eventBus: urlOf(servers.eventBus),
    posts: urlOf(servers.posts),
    comments: urlOf(servers.comments),
    query: urlOf(servers.query),
    moderation: urlOf(servers.moderation),
  };

  const running: Part[] = [];
  for (const name of NAMES) {
    const part = await parts[name](urls);
    servers[name].on("request", part.app);
    running.push(part);
  }
  for (const part of running) await part.start?.();

  return {
    urls,
    async stop() {
      // Clients before the servers that they call.
      for (const part of running.toReversed()) await part.stop?.();
      for (const server of Object.values(servers)) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

async function listen(): Promise<Server> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function urlOf(server: Server): string {
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
