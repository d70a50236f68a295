// An original service acts on the answer of ours at once: by then, our event must be on the bus. A comment before its post is
// lost by an original query, and stops its replay.

import { describe, expect, it, onTestFinished } from "vitest";
import { startCourseComments } from "./course/comments.ts";
import { startCourseEventBus } from "./course/event-bus.ts";
import { startCourseModeration } from "./course/moderation.ts";
import { ours } from "./course/our-parts.ts";
import { startCourseQuery } from "./course/query.ts";
import { type Parts, startSystem } from "./course/system.ts";
import { get, post } from "./kit/json-http.ts";

const among: [string, Parts][] = [
  [
    "an original bus",
    {
      ...ours,
      comments: startCourseComments,
      query: startCourseQuery,
      moderation: startCourseModeration,
      eventBus: startCourseEventBus,
    },
  ],
  ["our bus", { ...ours, comments: startCourseComments, query: startCourseQuery }],
];

/** Ten people at once write a post, and a comment on it as soon as they have their answer. */
async function writeTen(posts: string, comments: string): Promise<void> {
  const people = Array.from({ length: 10 }, async (_, person) => {
    const { status, body } = await post(`${posts}/posts/create`, { title: `Post ${person}` });
    expect(status).toBe(201);
    await post(`${comments}/posts/${body.id}/comments`, { content: `Comment ${person}` });
  });
  await Promise.all(people);
}

/** The comments that are in the log without their post before them: an original query loses them, and stops replaying there. */
async function commentsBeforePosts(eventBus: string): Promise<{ comments: number; early: number }> {
  type Event = { type: string; data: { id: string; postId?: string } };
  const log = (await get(`${eventBus}/events`)).body as Event[];
  const known = new Set<string>();
  let [comments, early] = [0, 0];
  for (const { type, data } of log) {
    if (type === "PostCreated") known.add(data.id);
    if (type === "CommentCreated") comments += 1;
    if (type === "CommentCreated" && !known.has(data.postId ?? "")) early += 1;
  }
  return { comments, early };
}

describe("A comment by an original service that follows our post at once", () => {
  it.each(among)(
    "is behind its post in the log of %s",
    async (_bus, parts) => {
      const { urls, stop } = await startSystem(parts);
      onTestFinished(stop);

      await writeTen(urls.posts, urls.comments);

      expect(await commentsBeforePosts(urls.eventBus)).toEqual({ comments: 10, early: 0 });
    },
    120_000,
  );
});
