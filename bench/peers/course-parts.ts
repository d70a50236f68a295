// Starts the services of a course blog (tests/course), each in a process of its own, as `nodemon index.js` would.

import { findFreePorts } from "../../infra/local/ports.ts";
import type { PartName, Urls } from "../../tests/course/system.ts";
import { startWorker } from "../worker.ts";
import type { CoursePartCommands } from "./course-part.ts";

export interface CoursePart {
  url: string;
  /** How long it took to do what it does first. */
  startMs: number;
  stop(): Promise<void>;
}

/** `urls`: of the parts it calls, and its own if others call it. */
export async function startCoursePart(name: PartName, urls: Partial<Urls>): Promise<CoursePart> {
  const [port = 0] = urls[name] ? [Number(new URL(urls[name]).port)] : await findFreePorts(1);
  const part = startWorker<CoursePartCommands>("peers/course-part.ts");
  const url = `http://localhost:${port}`;
  const startMs = await part.start(name, port, urls);
  return { url, startMs, stop: part.end };
}

/** All five, and their addresses. */
export async function startCourseBlog(): Promise<{ urls: Urls; stop(): Promise<void> }> {
  const names: PartName[] = ["eventBus", "posts", "comments", "query", "moderation"];
  const ports = await findFreePorts(names.length);
  const entries = names.map((name, i) => [name, `http://localhost:${ports[i]}`]);
  // Every name has an entry.
  const urls = Object.fromEntries(entries) as Urls;
  const parts: CoursePart[] = [];
  for (const name of names) parts.push(await startCoursePart(name, urls));

  return {
    urls,
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
    },
  };
}
