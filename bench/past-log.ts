// A log with a past of so many events, and what a query knew of it before the last hundredth was published.

import { cp } from "node:fs/promises";
import { join } from "node:path";
import { EVENTS_PER_POST, publishPast } from "./history.ts";
import type { LogReaderCommands } from "./log-reader.ts";
import { startServices } from "./our-services.ts";
import { borrowStream } from "./own-stream.ts";
import { type QueryStart, startQuery } from "./query-start.ts";
import { startWorker } from "./worker.ts";
import type { OnStop } from "./workload.ts";

export interface PastLog {
  url: string;
  events: number;
  posts: number;
  /** How large query's view of it is. */
  viewMb: number;
  /** What keeps the log, if it is ours. */
  busMb?(): Promise<number>;
  /** A query that knows nothing. `folder` is for its data. */
  startFresh(folder: string): Promise<QueryStart>;
  /** A query that has missed one per cent. */
  restart(folder: string): Promise<QueryStart>;
}

export async function openPastLog(
  events: number,
  folder: string,
  onStop: OnStop,
): Promise<PastLog> {
  const bus = await startServices({
    dataFolder: join(folder, `bus-${events}`),
    only: ["event-bus"],
    onStop,
  });
  const url = bus.url("event-bus");
  const past = await publishWithQuery(url, events, folder, onStop);
  // What it has just written would still be in its memory.
  await bus.end("event-bus");
  await bus.start("event-bus");

  const reader = startWorker<LogReaderCommands>("log-reader.ts");
  const viewMb = await reader.viewMb(url);
  await reader.end();
  return { ...past, viewMb, busMb: () => bus.residentMb("event-bus") };
}

/** The past of `same`, in a stream of NATS. */
export async function openPastStream(
  nats: string,
  { events, viewMb }: PastLog,
  folder: string,
  onStop: OnStop,
): Promise<PastLog> {
  const url = borrowStream(nats, onStop);
  return { ...(await publishWithQuery(url, events, folder, onStop)), viewMb };
}

async function publishWithQuery(url: string, events: number, folder: string, onStop: OnStop) {
  const snapshot = join(folder, `snapshot-${events}`);
  const known = Math.floor(events * 0.99);
  await publishPast(url, 0, known);
  await startQuery(url, snapshot, onStop);
  await publishPast(url, known, events);

  return {
    url,
    events,
    posts: Math.ceil(events / EVENTS_PER_POST),
    startFresh: (own: string) => startQuery(url, own, onStop),
    async restart(own: string) {
      await cp(snapshot, own, { recursive: true });
      return startQuery(url, own, onStop);
    },
  };
}
