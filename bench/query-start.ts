// Starts a real query process on a log and takes the time until it is ready, and the memory it took to get there.

import { readFile } from "node:fs/promises";
import { isUp } from "../infra/local/readiness.ts";
import { startServices } from "./our-services.ts";
import { shownPosts } from "./shown-posts.ts";
import type { OnStop } from "./workload.ts";

export interface QueryStart {
  seconds: number;
  /** The most it ever held; on systems that do not report it, what it holds now. */
  peakMb: number;
  /** How many posts it shows. */
  posts: number;
}

/** Starts query with what is in the folder, and ends it again: what it knows then is in the folder. */
export async function startQuery(
  bus: string,
  dataFolder: string,
  onStop: OnStop,
): Promise<QueryStart> {
  const env = { EVENT_BUS_URL: bus };
  const services = await startServices({ dataFolder, only: [], env, onStop });
  const startedAt = performance.now();
  const query = services.launch("query");
  let isOver = false;
  void query.ended.then(() => (isOver = true));
  while (!isOver && !(await isUp(`${services.url("query")}/readyz`)))
    await new Promise((resolve) => setTimeout(resolve, 2));
  const seconds = (performance.now() - startedAt) / 1000;

  const peakMb = (await peakOf(query.pid)) ?? (await services.residentMb("query"));
  const map = await shownPosts(services.url("query"));
  await services.stop();
  return { seconds, peakMb, posts: Object.keys(map).length };
}

async function peakOf(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
