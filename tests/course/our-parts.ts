// Our five, as main.ts of each puts them together, with their data in memory.

import { startCatchUp } from "@blog/common/messaging/catch-up";
import { openDatabase } from "@blog/common/database/open-database";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { idempotencyTable } from "@blog/common/http/idempotency";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import { withCareForOriginals } from "@blog/common/wire/original-parts";
import { startRelay } from "@blog/common/messaging/outbox-relay";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { createApp as createComments } from "../../comments/src/app.ts";
import { commentsTable, createCommentStore } from "../../comments/src/comment-store.ts";
import { createApp as createEventBus } from "../../event-bus/src/app.ts";
import { openBus } from "../../event-bus/src/bus.ts";
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
import type { Part, Parts, Urls } from "./system.ts";

export const ours: Parts = {
  async eventBus(urls) {
    const names = ["posts", "comments", "query", "moderation"] as const;
    const bus = openBus({
      file: ":memory:",
      open: openSqlite,
      subscribers: names.map((name) => ({ name, url: `${urls[name]}/events`, start: "beginning" })),
      createTransport: (url) => createHttpTransport(url, { timeoutMs: 5000 }),
      settings: { retryFirstMs: 10, retryMaxMs: 100 },
    });
    return { app: createEventBus({ bus }).app, stop: bus.close };
  },

  async posts(urls) {
    const { db, bus, outbox } = await openSpeaker("posts", postsTable, urls);
    const service = createPosts({ db, posts: createPostStore(db), outbox });
    return { app: service.app, ...runSpeaker({ db, bus, outbox }, service) };
  },

  async comments(urls) {
    const { db, bus, outbox } = await openSpeaker("comments", commentsTable, urls);
    const service = createComments({ db, comments: createCommentStore(db), outbox });
    return { app: service.app, ...runSpeaker({ db, bus, outbox }, service) };
  },

  async query({ eventBus }) {
    const db = await openDatabase("sqlite::memory:", [snapshotTable, checksumColumn]);
    const bus = connectHttpBus(eventBus);
    const model = await openReadModel(createSnapshotStore(db));
    const stream = createStream();
    const { app, inbox, log } = createQuery({ model, stream });
    const catchUp = startCatchUp({ bus, inbox, log });
    return {
      app,
      async stop() {
        stream.end();
        await catchUp.stop();
        await bus.close();
        await db.close();
      },
    };
  },

  async moderation({ eventBus }) {
    const bus = connectHttpBus(eventBus);
    return { app: createModeration({ bus }).app, stop: bus.close };
  },
};

// A busy machine is no failure.
const SLOW_FIRST_ATTEMPT = { firstAttemptMs: 60_000 };

async function openSpeaker(name: string, table: string, { eventBus }: Urls) {
  const db = await openDatabase("sqlite::memory:", [
    table,
    inboxTable,
    outboxTable,
    idempotencyTable,
  ]);
  return { db, bus: connectHttpBus(eventBus), outbox: createOutbox(db, name, SLOW_FIRST_ATTEMPT) };
}

function runSpeaker(
  { db, bus, outbox }: Awaited<ReturnType<typeof openSpeaker>>,
  { inbox, log }: ReturnType<typeof createPosts>,
): Pick<Part, "stop"> {
  const relay = startRelay({
    outbox,
    bus: withCareForOriginals(bus, outbox.attempts),
    ...{ inbox, log },
  });
  const catchUp = startCatchUp({ bus, inbox, log });
  return {
    async stop() {
      await relay.stop();
      await catchUp.stop();
      await bus.close();
      await db.close();
    },
  };
}
