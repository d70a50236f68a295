// The posts service of one test: the real app on a real database, and the events that it records.

import { idempotencyTable } from "@blog/common/http/idempotency";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import type { ServiceOptions } from "@blog/common/http/service";
import { openTestDatabase } from "../../common/test/test-database.ts";
import { createApp } from "../src/app.ts";
import { createPostStore, postsTable } from "../src/post-store.ts";

interface Options extends ServiceOptions {
  outboxCapacity?: number;
}

export async function createPosts({ outboxCapacity = 10_000, ...options }: Options = {}) {
  const db = await openTestDatabase(postsTable, idempotencyTable, inboxTable, outboxTable);
  const outbox = createOutbox(db, "posts", { capacity: outboxCapacity });
  const service = createApp({ db, posts: createPostStore(db), outbox }, options);
  return { ...service, recorded: () => outbox.waiting(100) };
}
