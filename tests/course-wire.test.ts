// Interchangeable, each way: the course's contract holds for our system, for the course's, and for every mixture in which
// one part was swapped for the other's.

import { afterAll } from "vitest";
import { startCourseComments } from "./course/comments.ts";
import { startCourseEventBus } from "./course/event-bus.ts";
import { startCourseModeration } from "./course/moderation.ts";
import { ours } from "./course/our-parts.ts";
import { startCoursePosts } from "./course/posts.ts";
import { startCourseQuery } from "./course/query.ts";
import { type PartName, type Parts, startSystem } from "./course/system.ts";
import { testCourseWire } from "./contracts/course-wire.ts";

const course: Parts = {
  posts: startCoursePosts,
  comments: startCourseComments,
  query: startCourseQuery,
  moderation: startCourseModeration,
  eventBus: startCourseEventBus,
};

const stops: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(stops.map((stop) => stop())));

function test(system: string, parts: Parts, options?: { createPath: string }): void {
  const start = async () => {
    const { urls, stop } = await startSystem(parts);
    stops.push(stop);
    return urls;
  };
  testCourseWire(system, start, options);
}

test("our system", ours);
test("our system, as the course calls it on localhost", ours, { createPath: "/posts" });
test("the course's system", course);

// Object.keys forgets the names of the parts.
for (const name of Object.keys(ours) as PartName[]) {
  test(`our system with the course's ${name}`, { ...ours, [name]: course[name] });
  test(`the course's system with our ${name}`, { ...course, [name]: ours[name] });
}
