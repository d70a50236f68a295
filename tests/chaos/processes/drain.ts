// After the accidents: everything is healed, what is parked is sent again, and then it is quiet: nothing waits anywhere.

import { pause } from "@blog/common/base/backoff";
import type { ChaosSystem } from "./chaos-system.ts";
import { read } from "./observers.ts";

interface Subscriptions {
  log: { id: string; length: number };
  subscriptions: { name: string; cursor: number; lag: { events: number }; parked: number }[];
}

export function readSubscriptions(system: ChaosSystem): Promise<Subscriptions> {
  return read(`${system.url("event-bus")}/subscriptions`);
}

/** Every process runs as it should, and every way is open. */
export async function heal({ victims, links }: ChaosSystem): Promise<void> {
  for (const link of links.values()) link.setFault(null);
  const armed = [...victims.values()].filter((victim) => victim.isArmed());
  await Promise.all(armed.map((victim) => victim.kill("SIGKILL")));
}

/** Settles when nothing has waited anywhere for a while; false when the deadline comes first. */
export async function drain(system: ChaosSystem, deadlineMs: number): Promise<boolean> {
  const deadline = Date.now() + deadlineMs;
  let length = -1;
  for (let quiet = 0; quiet < 4; await pause(250)) {
    if (Date.now() > deadline) return false;
    const now = await lookAround(system).catch(() => undefined);
    if (now?.parked) await redrive(system);
    quiet = now?.isQuiet && now.length === length ? quiet + 1 : 0;
    length = now?.length ?? -1;
  }
  return true;
}

async function lookAround(system: ChaosSystem) {
  const { log, subscriptions } = await readSubscriptions(system);
  const { publishers } = system;
  const outboxes = await Promise.all(publishers.map((name) => countWaiting(system.url(name))));
  const parked = subscriptions.reduce((sum, each) => sum + each.parked, 0);
  const waiting = [...outboxes, ...subscriptions.map(({ lag }) => lag.events), parked];
  return { length: log.length, parked, isQuiet: waiting.every((count) => count === 0) };
}

async function countWaiting(url: string): Promise<number> {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5000) });
  return Number(/^outbox_waiting_events (\d+)/m.exec(await response.text())?.[1] ?? Number.NaN);
}

async function redrive(system: ChaosSystem): Promise<void> {
  const bus = system.url("event-bus");
  for (const name of system.subscribers) {
    const url = `${bus}/subscriptions/${name}/parked`;
    for (const { position } of await read<{ position: number }[]>(url))
      await fetch(`${url}/${position}/redrive`, { method: "POST" });
  }
}
