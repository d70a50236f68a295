// The whole blog in one process: all six real apps over real HTTP and real SQLite, so that what a stranger sends goes all
// the way, and a crash of any of them ends the test.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@blog/common/database/open-database";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { frames } from "@blog/common/speed/over-frames";
import { idempotencyTable } from "@blog/common/http/idempotency";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import { startRelay } from "@blog/common/messaging/outbox-relay";
import type { Service } from "@blog/common/http/service";
import type { Express } from "express";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { createGateway } from "../../client/gateway/app.ts";
import { createOpenStreams } from "../../client/gateway/open-streams.ts";
import { blog as blogSystem } from "../../infra/systems/blog.ts";
import { createApp as createComments } from "../../comments/src/app.ts";
import { commentsTable, createCommentStore } from "../../comments/src/comment-store.ts";
import { createApp as createBusApp } from "../../event-bus/src/app.ts";
import { type Bus, openBus } from "../../event-bus/src/bus.ts";
import { createHttpTransport } from "../../event-bus/src/delivery/transport.ts";
import { createApp as createModeration } from "../../moderation/src/app.ts";
import { createApp as createPosts } from "../../posts/src/app.ts";
import { createPostStore, postsTable } from "../../posts/src/post-store.ts";
import { createApp as createQuery } from "../../query/src/app.ts";
import { openReadModel } from "../../query/src/read-model.ts";
import {
  checksumColumn,
  createSnapshotStore,
  snapshotTable,
} from "../../query/src/snapshot-store.ts";
import { createStream } from "../../query/src/stream.ts";
import { stopAfterFile } from "../kit/after-file.ts";
import { listen, type Listening } from "./listen.ts";
import { serviceNames } from "../../infra/systems/system.ts";

/** Where POST /events is answered. */
export const DOORS = serviceNames(blogSystem).filter((name) => name !== "client");
const NAMES = [...DOORS, "gateway"] as const;
export type Name = (typeof NAMES)[number];

interface WholeBlogOptions {
  secret?: string;
  writesPerMinute?: number;
  /** Whom the gateway believes about the caller's address. */
  trustedProxies?: string;
  allowedHosts?: string[];
  timeouts?: Parameters<typeof listen>[1];
}

export interface WholeBlog extends Record<Name, Listening> {
  bus: Bus;
  /** Where the built page lies; its files are written here. */
  page: string;
}

export async function startWholeBlog(options: WholeBlogOptions = {}): Promise<WholeBlog> {
  const { secret, writesPerMinute = 1e9, trustedProxies, allowedHosts, timeouts } = options;
  const apps = new Map<Name, Express>();
  const places = await Promise.all(
    NAMES.map((name) => listen((req, res) => apps.get(name)!(req, res), timeouts)),
  );
  // One place for each name, in their order.
  const blog = Object.fromEntries(NAMES.map((name, i) => [name, places[i]])) as Record<
    Name,
    Listening
  >;
  const urls = { posts: blog.posts.url, comments: blog.comments.url, query: blog.query.url };
  const folder = mkdtempSync(join(tmpdir(), "hostile-"));
  stopAfterFile(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const common = { secret, writesPerMinute, allowedHosts, upgrade: frames };

  const connection = connectHttpBus(blog["event-bus"].url, { secret, upgrade: frames });
  stopAfterFile(connection.close);
  serve("posts", await openPosts());
  serve("comments", await openComments());
  const db = await openMemory(snapshotTable, checksumColumn);
  const model = await openReadModel(createSnapshotStore(db));
  serve("query", createQuery({ model, stream: createStream() }, common));
  serve("moderation", createModeration({ bus: connection }, common));
  const gateway = {
    system: blogSystem,
    routes: blogSystem.routes,
    urls,
    checkStatus: async () => ({ services: [], bus: null }),
    streams: createOpenStreams(),
    trustedProxies,
    allowedHosts,
  };
  serve("gateway", createGateway(gateway, folder));
  const bus = openTheBus();
  serve("event-bus", createBusApp({ bus }, common));
  return { ...blog, bus, page: folder };

  function serve(name: Name, { app, endpoint }: Pick<Service, "app" | "endpoint">): void {
    apps.set(name, app);
    if (endpoint) stopAfterFile(frames.accept(blog[name].server, endpoint).destroy);
  }

  async function openPosts(): Promise<Service> {
    const database = await openMemory(postsTable, idempotencyTable, inboxTable, outboxTable);
    const outbox = createOutbox(database, "posts");
    const service = createPosts({ db: database, posts: createPostStore(database), outbox }, common);
    stopAfterFile(startRelay({ outbox, bus: connection, log: service.log }).stop);
    return service;
  }

  async function openComments(): Promise<Service> {
    const database = await openMemory(commentsTable, idempotencyTable, inboxTable, outboxTable);
    const outbox = createOutbox(database, "comments");
    const comments = createCommentStore(database);
    const service = createComments(
      { db: database, comments, outbox, replicationGraceMs: 50 },
      common,
    );
    stopAfterFile(startRelay({ outbox, bus: connection, log: service.log }).stop);
    return service;
  }

  function openTheBus(): Bus {
    const subscribers = blogSystem.subscribers.map((name) => ({
      name,
      url: `${blog[name].url}/events`,
      start: "beginning" as const,
    }));
    const opened = openBus({
      file: ":memory:",
      open: openSqlite,
      subscribers,
      createTransport: (url) =>
        createHttpTransport(url, { secret, timeoutMs: 2000, upgrade: frames }),
      settings: { retryFirstMs: 1, retryMaxMs: 5, parkAfter: 2 },
    });
    stopAfterFile(opened.close);
    return opened;
  }
}

async function openMemory(...tables: string[]) {
  const db = await openDatabase("sqlite::memory:", tables);
  stopAfterFile(db.close);
  return db;
}
