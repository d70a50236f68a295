// The contracts: every event of the blog, on one page. Types come from the schemas.
// Contracts grow by optional fields only: an event that was published once stays valid (test/examples).

import { z } from "zod";
import type { EventOf } from "./messaging/contracts.ts";

const Id = z.string().min(1);

/** pending, approved or rejected here; a course moderation may know other words, and they pass. */
const Status = z.string().min(1);

/** Published by posts: a post was written. */
export const PostCreated = z.looseObject({ id: Id, title: z.string() });

/** Published by comments: a comment was written. An original comments service of the early lessons leaves the status out. */
export const CommentCreated = z.looseObject({
  id: Id,
  postId: Id,
  content: z.string(),
  status: Status.default("pending"),
});

/** Published by moderation: its decision on a comment. Only comments changes the status. */
export const CommentModerated = z.looseObject({
  id: Id,
  postId: Id,
  content: z.string(),
  status: Status,
});

/** Published by comments: the whole comment as it is now. */
export const CommentUpdated = z.looseObject({
  id: Id,
  postId: Id,
  content: z.string(),
  status: Status,
});

export const contracts = { PostCreated, CommentCreated, CommentModerated, CommentUpdated };

export type BlogEventType = keyof typeof contracts;

/** One event of the blog, as its contract has it: its type and its data. */
export type BlogEvent = EventOf<typeof contracts>;
