// The shared checker as an assertion: whatever the fault was, in the end the promises are kept. Reads everything over HTTP,
// so that the bus may be a process or an object.

import { expect } from "vitest";
import { type Effect, type Observed, violations } from "../chaos/checker.ts";

interface Expected {
  journals?: { name: string; effects(): Promise<Effect[]> }[];
  /** The ids of the posts that were written. */
  written: string[];
  /** Those that were answered with success; all of them, unless given. */
  acknowledged?: string[];
}

/** Waits until nothing is in flight, and every promise is kept. */
export async function expectPromisesKept(busUrl: string, expected: Expected): Promise<void> {
  const find = async () => violations(await observe(busUrl, expected));
  await expect.poll(find, { timeout: 20_000, interval: 20 }).toEqual([]);
}

async function observe(
  busUrl: string,
  { journals = [], written, acknowledged = written }: Expected,
): Promise<Observed> {
  const log = await read<{ data: { id: string } }[]>(`${busUrl}/events`);
  const { subscriptions } = await read<{ subscriptions: { name: string; cursor: number }[] }>(
    `${busUrl}/subscriptions`,
  );
  const subscribers = journals.map(async ({ name, effects }) => {
    const parked = await read<{ position: number }[]>(`${busUrl}/subscriptions/${name}/parked`);
    return {
      name,
      cursor: subscriptions.find((each) => each.name === name)?.cursor ?? -1,
      effects: await effects(),
      parked: parked.map(({ position }) => position),
    };
  });
  return {
    log: log.map(({ data }) => data.id),
    hasLost: false,
    acknowledged,
    written,
    subscribers: await Promise.all(subscribers),
  };
}

/** What is answered there, as JSON. */
export async function read<Answer>(url: string): Promise<Answer> {
  return (await (await fetch(url)).json()) as Answer;
}

/** Publishes at a bus that the post `id` was created; answers whether the bus acknowledged it. */
export async function publish(busUrl: string, id: string): Promise<boolean> {
  const body = JSON.stringify({ type: "PostCreated", data: { id, title: id } });
  const headers = { "content-type": "application/json", "ce-id": id, "ce-source": "test" };
  const signal = AbortSignal.timeout(10_000);
  const answer = await fetch(`${busUrl}/events`, { method: "POST", headers, body, signal }).catch(
    () => undefined,
  );
  return answer?.status === 200;
}

export function ids(count: number, prefix = "p"): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
}
