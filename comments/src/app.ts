// Comments: accepts comments on known posts, and sets their status once moderation has decided.

import { pause } from "@blog/common/base/backoff";
import type { Database } from "@blog/common/database/database";
import { createIdempotency, idempotencyKey } from "@blog/common/http/idempotency";
import { contracts } from "@blog/common/events";
import { newId } from "@blog/common/base/ids";
import { type CheckpointedInbox, createInbox } from "@blog/common/messaging/inbox";
import type { Outbox } from "@blog/common/messaging/outbox";
import { parse, Problem } from "@blog/common/base/problem";
import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";
import type { CommentStore } from "./comment-store.ts";
import { NewComment } from "./requests.ts";

interface Dependencies {
  db: Database;
  comments: CommentStore;
  outbox: Outbox<typeof contracts>;
  /** How long the PostCreated event may lag before a comment on that post is refused, in milliseconds. */
  replicationGraceMs?: number;
}

export function createApp(
  dependencies: Dependencies,
  options: ServiceOptions = {},
): Service<CheckpointedInbox> {
  const { db, comments, outbox, replicationGraceMs = 1000 } = dependencies;
  const { once } = createIdempotency(db);

  return createService("comments", {
    ...options,

    routes(app) {
      app.get("/posts/:id/comments", async (req, res) => {
        res.send(await comments.ofPost(req.params.id));
      });

      app.post("/posts/:id/comments", async (req, res) => {
        const { content } = parse(NewComment, req.body);
        const postId = req.params.id;
        await mustKnowPost(postId);

        // The comment, its event and the idempotency key are saved together, or not at all.
        const created = await once(idempotencyKey(req), { postId, content }, async (tx) => {
          const comment = { id: newId(), content, postId, status: "pending" };
          await comments.add(tx, comment);
          await outbox.add(tx, "CommentCreated", comment);
          return comment;
        });

        // A client that has its comment may go on at once to an original service, which learns of it from the bus alone.
        await outbox.attempts.of(created);
        res.status(201).send(await comments.upTo(postId, created.id));
      });
    },

    inbox: createInbox(
      db,
      contracts,
      {
        async PostCreated({ data }, tx) {
          await comments.addPost(tx, data.id);
        },

        // A replica receives the comments of the other replicas; after a restore, a service receives its own again.
        async CommentCreated({ data }, tx) {
          await comments.add(tx, data);
        },

        // Moderation decides on a comment; only this service changes its status.
        async CommentModerated({ data, position }, tx) {
          const { id, postId, content, status } = data;
          const isNew = await comments.put(tx, data, position);
          if (isNew) await outbox.add(tx, "CommentUpdated", { id, status, postId, content });
        },

        async CommentUpdated({ data, position }, tx) {
          await comments.put(tx, data, position);
        },
      },
      { onNewLog: comments.forgetVersions },
    ),
  });

  // An event about an unknown post would poison an original query's replay, so the post must be known first. A client
  // that comments at once may be faster than the PostCreated event.
  async function mustKnowPost(postId: string): Promise<void> {
    const deadline = Date.now() + replicationGraceMs;
    while (!(await comments.knowsPost(postId))) {
      if (Date.now() >= deadline) throw new Problem(404, `There is no post ${postId}.`);
      await pause(50);
    }
  }
}
