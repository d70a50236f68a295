// Posts: accepts new posts and publishes an event for each.

import type { Database } from "@blog/common/database/database";
import { createIdempotency, idempotencyKey } from "@blog/common/http/idempotency";
import { contracts } from "@blog/common/events";
import { newId } from "@blog/common/base/ids";
import { type CheckpointedInbox, createInbox } from "@blog/common/messaging/inbox";
import type { Outbox } from "@blog/common/messaging/outbox";
import { parse } from "@blog/common/base/problem";
import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";
import type { PostStore } from "./post-store.ts";
import { NewPost } from "./requests.ts";

interface Dependencies {
  db: Database;
  posts: PostStore;
  outbox: Outbox<typeof contracts>;
}

export function createApp(
  { db, posts, outbox }: Dependencies,
  options: ServiceOptions = {},
): Service<CheckpointedInbox> {
  const { once } = createIdempotency(db);

  return createService("posts", {
    ...options,

    routes(app) {
      app.get("/posts", async (_req, res) => {
        const all = await posts.all();
        res.send(Object.fromEntries(all.map((post) => [post.id, post])));
      });

      // The course calls it /posts at first and /posts/create once an ingress routes by path.
      app.post(["/posts", "/posts/create"], async (req, res) => {
        const { title } = parse(NewPost, req.body);

        // The post, its event and the idempotency key are saved together, or not at all.
        const created = await once(idempotencyKey(req), { title }, async (tx) => {
          const post = { id: newId(), title };
          await posts.add(tx, post);
          await outbox.add(tx, "PostCreated", post);
          return post;
        });

        // A client that has its post may go on at once to an original service, which learns of it from the bus alone.
        await outbox.attempts.of(created);
        res.status(201).send(created);
      });
    },

    // A replica receives the posts of the other replicas; after a restore, a service receives its own again.
    inbox: createInbox(db, contracts, {
      async PostCreated({ data }, tx) {
        await posts.add(tx, data);
      },
    }),
  });
}

// Next: common/src/messaging/outbox.ts, where the event is kept until the bus has it.
