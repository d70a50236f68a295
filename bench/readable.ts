// What can be read: query with posts to show, the course's with the same ones, and an Express route that answers nothing.

import { join } from "node:path";
import { EVENTS_PER_POST, publishPast } from "./history.ts";
import { startServices } from "./our-services.ts";
import { shownPosts } from "./shown-posts.ts";
import { startCoursePart } from "./peers/course-parts.ts";
import { startWorker } from "./worker.ts";
import type { EmptyServerCommands } from "./peers/empty-express.ts";
import { findFreePorts } from "../infra/local/ports.ts";
import type { OnStop } from "./workload.ts";

export interface Readable {
  url: string;
  /** Where more can be published; nowhere, for the empty route. */
  bus?: string;
  /** Events it knows: the next ones follow. */
  events: number;
}

export async function openOurQuery(
  posts: number,
  folder: string,
  onStop: OnStop,
): Promise<Readable> {
  const services = await startServices({
    dataFolder: join(folder, `query-${posts}`),
    only: ["event-bus", "query"],
    onStop,
  });
  const bus = services.url("event-bus");
  const events = posts * EVENTS_PER_POST;
  await publishPast(bus, 0, events);
  await untilShown(services.url("query"), posts);
  return { url: services.url("query"), bus, events };
}

/** A course query beside a bus of ours: it reads the log when it starts. */
export async function openCourseQuery(
  posts: number,
  folder: string,
  onStop: OnStop,
): Promise<Readable> {
  const [port] = await findFreePorts(1);
  const url = `http://localhost:${port}`;
  const services = await startServices({
    dataFolder: join(folder, `course-${posts}`),
    only: ["event-bus"],
    onStop,
  });
  const bus = services.url("event-bus");
  const events = posts * EVENTS_PER_POST;
  await publishPast(bus, 0, events);
  const query = await startCoursePart("query", { eventBus: bus, query: url });
  onStop(query.stop);
  // From now on it receives what is new.
  await services.end("event-bus");
  await services.start("event-bus", { SUBSCRIBERS: `query:now=${url}` });
  return { url, bus, events };
}

export async function openEmptyRoute(onStop: OnStop): Promise<Readable> {
  const server = startWorker<EmptyServerCommands>("peers/empty-express.ts");
  onStop(server.end);
  return { url: await server.start(), events: 0 };
}

async function untilShown(query: string, posts: number): Promise<void> {
  for (let shown = 0; shown < posts; ) {
    shown = Object.keys(await shownPosts(query)).length;
    if (shown < posts) await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
