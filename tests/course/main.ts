// One of the course's parts as a process: `PORT=4102 node tests/course/main.ts query`. Where the others are comes from the
// environment; the course's own code has these defaults written into it.

import { createServer } from "node:http";
import { startCourseComments } from "./comments.ts";
import { startCourseEventBus } from "./event-bus.ts";
import { startCourseModeration } from "./moderation.ts";
import { startCoursePosts } from "./posts.ts";
import { startCourseQuery } from "./query.ts";
import type { StartPart } from "./system.ts";

const PARTS = new Map<string, StartPart>([
  ["event-bus", startCourseEventBus],
  ["posts", startCoursePosts],
  ["comments", startCourseComments],
  ["query", startCourseQuery],
  ["moderation", startCourseModeration],
]);

const { env } = process;
const name = process.argv[2] ?? "";
const startPart = PARTS.get(name);
if (!startPart) throw new Error(`The course has no part called "${name}".`);

const part = await startPart({
  eventBus: env.EVENT_BUS_URL ?? "http://localhost:4005",
  posts: env.POSTS_URL ?? "http://localhost:4000",
  comments: env.COMMENTS_URL ?? "http://localhost:4001",
  query: env.QUERY_URL ?? "http://localhost:4002",
  moderation: env.MODERATION_URL ?? "http://localhost:4003",
});
createServer(part.app).listen(Number(env.PORT), async () => {
  await part.start?.();
  console.log("Listening");
});
