// The events of the blog: how each is drawn, its contract, and where in the code it is published and handled. A test reads
// the sources, and finds each of these places there.

import "../../bus-view/zod-without-eval.ts";
import { contracts } from "@blog/common/events";
import type { CodePlace, EventType } from "../system.ts";

const posts = { file: "posts/src/app.ts" };
const comments = { file: "comments/src/app.ts" };
const moderation = { file: "moderation/src/app.ts" };
const query = { file: "query/src/view.ts" };

function contractOf(type: string, rest = ""): CodePlace {
  const code = `export const ${type} = z.looseObject({${rest}`;
  return { file: "common/src/events.ts", code };
}

export const eventTypes = new Map<string, EventType>(
  Object.entries({
    PostCreated: {
      letter: "P",
      colour: "blue",
      contract: contracts.PostCreated,
      declared: contractOf("PostCreated", " id: Id, title: z.string() });"),
      published: [{ ...posts, code: 'outbox.add(tx, "PostCreated"' }],
      handled: [
        { ...posts, code: "async PostCreated({ data }, tx) {" },
        { ...comments, code: "async PostCreated({ data }, tx) {" },
        { ...query, code: 'case "PostCreated":' },
      ],
    },
    CommentCreated: {
      letter: "C",
      colour: "brown",
      contract: contracts.CommentCreated,
      declared: contractOf("CommentCreated"),
      published: [{ ...comments, code: 'outbox.add(tx, "CommentCreated"' }],
      handled: [
        { ...comments, code: "async CommentCreated({ data }, tx) {" },
        { ...moderation, code: "CommentCreated({ data: { id, postId, content } }, reply) {" },
        { ...query, code: 'case "CommentCreated":' },
      ],
    },
    CommentModerated: {
      letter: "M",
      colour: "violet",
      contract: contracts.CommentModerated,
      declared: contractOf("CommentModerated"),
      published: [
        { ...moderation, code: 'reply("CommentModerated", { id, postId, status, content });' },
      ],
      handled: [
        { ...comments, code: "async CommentModerated({ data, position }, tx) {" },
        { ...query, code: 'case "CommentModerated":' },
      ],
    },
    CommentUpdated: {
      letter: "U",
      colour: "green",
      contract: contracts.CommentUpdated,
      declared: contractOf("CommentUpdated"),
      published: [{ ...comments, code: 'outbox.add(tx, "CommentUpdated"' }],
      handled: [
        { ...comments, code: "async CommentUpdated({ data, position }, tx) {" },
        { ...query, code: 'case "CommentUpdated":' },
      ],
    },
  }),
);
