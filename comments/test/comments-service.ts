// The comments service of one test: the real app on a real database, and the events that it records.

import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import { idempotencyTable } from "@blog/common/http/idempotency";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import request from "supertest";
import { openTestDatabase } from "../../common/test/test-database.ts";
import { createApp } from "../src/app.ts";
import { commentsTable, createCommentStore } from "../src/comment-store.ts";

/** A comment on an unknown post waits for no event here, unless a test is about that. */
export async function createComments({ replicationGraceMs = 0, outboxCapacity = 10_000 } = {}) {
  const db = await openTestDatabase(commentsTable, idempotencyTable, inboxTable, outboxTable);
  const outbox = createOutbox(db, "comments", { capacity: outboxCapacity });
  const service = createApp({ db, comments: createCommentStore(db), outbox, replicationGraceMs });
  const { app, inbox } = service;

  return {
    ...service,
    recorded: () => outbox.waiting(100),
    /** Receives an event, whatever it has received before. */
    receive: (event: ReceivedEvent) =>
      inbox.receive({ log: "log-1", redelivery: true, events: [event] }),
    write: (postId: string, content: unknown) =>
      request(app)
        .post(`/posts/${encodeURIComponent(postId)}/comments`)
        .send({ content }),
    commentsOf: async (postId: string) =>
      (await request(app).get(`/posts/${encodeURIComponent(postId)}/comments`)).body,
  };
}

/** The same, and it has received the post "p1". */
export async function createCommentsOnPost(options?: Parameters<typeof createComments>[0]) {
  const service = await createComments(options);
  await service.receive(postCreated("p1"));
  return service;
}

export const postCreated = (id: string): ReceivedEvent => ({
  id: `post-${id}`,
  position: 1,
  type: "PostCreated",
  data: { id, title: "A post" },
});
