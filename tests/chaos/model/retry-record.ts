// What really happened to one subscriber, counted where it happens and not by the worker, and the promises about retrying that
// follow from it. What is left in the end does not show whether they were kept, so they are looked at on the way.
//
// R1. No event is parked that its subscriber could handle, although the network was cut.
// R2. A subscriber with a checkpoint, as the bus knows from its first answer on, has all tries for an event.
// R3. A subscriber without one dies of the same event no more often than a few times.
// R4. Signs of life cut at most one pause short in the longest pause.
// R5. A redriven event has one try, and is parked again when that was refused.

import { POLICY } from "./subscription.ts";

const { parkAfter: PARK_AFTER, parkAfterBreaks: PARK_AFTER_BREAKS, retryMaxMs: PAUSE_MS } = POLICY;

export interface RetryRecord {
  /** All that its handler ever refused or died of. */
  unbearable: Set<string>;
  /** Failed deliveries of an event alone, since the bus started. */
  failed: Map<string, number>;
  /** Of which event it has died last, and how often in a row. */
  deaths: { id: string; count: number };
  /** How often its connections were cut. */
  cuts: number;
  lastHurried: number;
  /** Refused when it was redriven, and not parked again since. */
  refusedAgain: Set<string>;
}

/** What of the world is looked at here. */
interface Observed {
  consumers: { record: RetryRecord; knowsBy: "id" | "position" | "effect" }[];
  subscriptions: { acceptsBatches: boolean }[];
  found: string[];
  now: number;
}

export function newRecord(): RetryRecord {
  return {
    unbearable: new Set(),
    failed: new Map(),
    deaths: { id: "", count: 0 },
    cuts: 0,
    lastHurried: -Infinity,
    refusedAgain: new Set(),
  };
}

/** The bus has started anew, and counts from the beginning. */
export function forgetTries(record: RetryRecord): void {
  record.failed.clear();
  record.refusedAgain.clear();
  Object.assign(record, { deaths: { id: "", count: 0 }, lastHurried: -Infinity });
}

/** Single events only: a batch is divided, whatever is wrong with it. */
export function noteFailure({ failed }: RetryRecord, events: { id?: string | undefined }[]): void {
  const [id] = events.map((event) => event.id!);
  if (events.length === 1) failed.set(id!, (failed.get(id!) ?? 0) + 1);
}

export function noteRefusedAgain({ consumers, found }: Observed, who: number, id: string): void {
  const { refusedAgain } = consumers[who]!.record;
  if (refusedAgain.has(id)) found.push(`R5: ${id} was redriven to subscriber ${who} twice`);
  refusedAgain.add(id);
}

/** Something was handled, or refused by a process that lives. */
export function noteSurvived(record: RetryRecord): void {
  record.deaths = { id: "", count: 0 };
}

export function noteDeath({ consumers, found }: Observed, who: number, id: string): void {
  const { record, knowsBy } = consumers[who]!;
  const count = record.deaths.id === id ? record.deaths.count + 1 : 1;
  record.deaths = { id, count };
  if (knowsBy === "effect" && count > PARK_AFTER_BREAKS)
    found.push(`R3: subscriber ${who} died of ${id} ${count} times`);
}

export function noteParked(
  { consumers, subscriptions, found }: Observed,
  who: number,
  id: string,
): void {
  const { record } = consumers[who]!;
  const { unbearable, cuts, failed } = record;
  // A network that breaks every time after the subscriber was seen looks the same as an event that kills.
  if (!unbearable.has(id) && cuts < PARK_AFTER_BREAKS)
    found.push(`R1: ${id} was parked for subscriber ${who}, which could handle it`);
  const tries = failed.get(id) ?? 0;
  if (subscriptions[who]!.acceptsBatches && tries < PARK_AFTER)
    found.push(`R2: ${id} was parked for subscriber ${who} after ${tries} of ${PARK_AFTER} tries`);
}

export function noteHurried({ consumers, found, now }: Observed, who: number): void {
  const { record } = consumers[who]!;
  if (now - record.lastHurried < PAUSE_MS)
    found.push(`R4: two pauses of subscriber ${who} were cut short within ${PAUSE_MS} ms`);
  record.lastHurried = now;
}
