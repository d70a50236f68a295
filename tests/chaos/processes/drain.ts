// After the accidents: everything is healed, what is parked is sent again, and then it is quiet: nothing waits anywhere.

import { pause } from "@blog/common/base/backoff";
import type { ChaosBlog } from "./blog.ts";
import { read } from "./observers.ts";

interface Subscriptions {
  log: { id: string; length: number };
  subscriptions: { name: string; cursor: number; lag: { events: number }; parked: number }[];
}

export function readSubscriptions(blog: ChaosBlog): Promise<Subscriptions> {
  return read(`${blog.url("event-bus")}/subscriptions`);
}

/** Every process runs as it should, and every way is open. */
export async function heal({ victims, links }: ChaosBlog): Promise<void> {
  for (const link of links.values()) link.setFault(null);
  const armed = [...victims.values()].filter((victim) => victim.isArmed());
  await Promise.all(armed.map((victim) => victim.kill("SIGKILL")));
}

/** Settles when nothing has waited anywhere for a while; false when the deadline comes first. */
export async function drain(blog: ChaosBlog, deadlineMs: number): Promise<boolean> {
  const deadline = Date.now() + deadlineMs;
  let length = -1;
  for (let quiet = 0; quiet < 4; await pause(250)) {
    if (Date.now() > deadline) return false;
    const now = await lookAround(blog).catch(() => undefined);
    if (now?.parked) await redrive(blog);
    quiet = now?.isQuiet && now.length === length ? quiet + 1 : 0;
    length = now?.length ?? -1;
  }
  return true;
}

async function lookAround(blog: ChaosBlog) {
  const { log, subscriptions } = await readSubscriptions(blog);
  const writers = ["posts", "comments", "comments-2"] as const;
  const outboxes = await Promise.all(writers.map((name) => countWaiting(blog.url(name))));
  const parked = subscriptions.reduce((sum, each) => sum + each.parked, 0);
  const waiting = [...outboxes, ...subscriptions.map(({ lag }) => lag.events), parked];
  return { length: log.length, parked, isQuiet: waiting.every((count) => count === 0) };
}

async function countWaiting(url: string): Promise<number> {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5000) });
  return Number(/^outbox_waiting_events (\d+)/m.exec(await response.text())?.[1] ?? Number.NaN);
}

async function redrive(blog: ChaosBlog): Promise<void> {
  const bus = blog.url("event-bus");
  for (const name of blog.subscribers) {
    const url = `${bus}/subscriptions/${name}/parked`;
    for (const { position } of await read<{ position: number }[]>(url))
      await fetch(`${url}/${position}/redrive`, { method: "POST" });
  }
}
