// One service of the course blog as a process. What it does is in tests/course, as the course's hand-outs have it.

import { once } from "node:events";
import { createServer } from "node:http";
import { startCourseComments } from "../../tests/course/comments.ts";
import { startCourseEventBus } from "../../tests/course/event-bus.ts";
import { startCourseModeration } from "../../tests/course/moderation.ts";
import { startCoursePosts } from "../../tests/course/posts.ts";
import { startCourseQuery } from "../../tests/course/query.ts";
import type { PartName, Parts, Urls } from "../../tests/course/system.ts";
import { serve } from "../worker.ts";

const parts: Parts = {
  eventBus: startCourseEventBus,
  posts: startCoursePosts,
  comments: startCourseComments,
  query: startCourseQuery,
  moderation: startCourseModeration,
};

const commands = {
  /** Resolves with how many milliseconds it took to do what it does first: query reads the log. */
  async start(name: PartName, port: number, urls: Partial<Urls>): Promise<number> {
    // A service reads the addresses that it calls, and no others.
    const part = await parts[name](urls as Urls);
    const server = createServer(part.app).listen(port);
    await once(server, "listening");
    const startedAt = performance.now();
    await part.start?.();
    return performance.now() - startedAt;
  },
};
export type CoursePartCommands = typeof commands;
serve(commands);
