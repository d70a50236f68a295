// The contracts: every event of the blog, on one page. Types come from the schemas.
// Contracts grow by optional fields only; what is said once must be understood for ever (test/examples).

import { z } from "zod";

const Id = z.string().min(1);

/** pending, approved or rejected here; a course moderation may know other words, and they pass. */
const Status = z.string().min(1);

/** Said by posts: somebody wrote a post. */
export const PostCreated = z.looseObject({ id: Id, title: z.string() });

/** Said by comments: somebody wrote a comment. An original comments service of the early lessons leaves the status out. */
export const CommentCreated = z.looseObject({
  id: Id,
  postId: Id,
  content: z.string(),
  status: Status.default("pending"),
});

/** Said by moderation: its opinion on a comment. Nothing changes until comments has heard it. */
export const CommentModerated = z.looseObject({
  id: Id,
  postId: Id,
  content: z.string(),
  status: Status,
});

/** Said by comments: what a comment is now, whole. */
export const CommentUpdated = z.looseObject({
  id: Id,
  postId: Id,
  content: z.string(),
  status: Status,
});

export const contracts = { PostCreated, CommentCreated, CommentModerated, CommentUpdated };

export type BlogEventType = keyof typeof contracts;

/** One event of the blog, as its contract has it: what it is, and what it says. */
export type EventOf<Type extends BlogEventType> = {
  type: Type;
  data: z.output<(typeof contracts)[Type]>;
};

export type BlogEvent = { [Type in BlogEventType]: EventOf<Type> }[BlogEventType];
