// Poison that kills: an event of which the process of its consumer dies. That process cannot count it, so an attempt is noted
// outside of it before the handler runs, and the note is removed after it, whether the handler succeeded or failed. A note that
// is found at the next start is of an attempt that the process did not survive.
//
// The plain version notes every attempt, which costs each event two more requests. Here only the first delivery after a start is
// noted, and each event of a delivery that an earlier process did not survive: those are handled one by one.

import { z } from "zod";
import type { LogPosition } from "../messaging/checkpoint.ts";
import type { Delivery } from "../wire/delivery.ts";

/**
 * So many noted deaths of an event that was handled alone are enough to park it. Usually one more came before them that was
 * not noted. One is too few: the process may have been killed for another reason, in the moment it handled an innocent event.
 */
export const DEADLY_AFTER = 2;

/** An attempt at the events from one position to another that was begun. */
export const UnfinishedAttempt = z.object({
  log: z.string(),
  from: z.number().int(),
  to: z.number().int(),
  /** Processes that did not survive it, if this attempt is not finished either. */
  deaths: z.number().int(),
});
export type UnfinishedAttempt = z.infer<typeof UnfinishedAttempt>;

/** Where attempts are noted: it has to survive the process. One attempt for each key. */
export interface UnfinishedAttempts {
  load(key: string): Promise<UnfinishedAttempt | undefined>;
  save(key: string, attempt: UnfinishedAttempt): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface DeathCount {
  /** Whether an earlier process died while it handled one of these, alone or among others. */
  mayBeDeadly(delivery: Delivery): boolean;
  /** Why this single event is to be parked without another attempt, if so. */
  deadly(delivery: Delivery): { reason: string; attempts: number } | undefined;
  /** Runs `work`, which handles this delivery; notes that where this process could die of it. */
  watch<T>(delivery: Delivery, work: () => Promise<T>): Promise<T>;
  /** Removes the note of an event that was parked. */
  clear(): Promise<void>;
}

/** Loads the note of an earlier process. One that lies behind the checkpoint is void: that attempt was committed. */
export async function openDeathCount(
  attempts: UnfinishedAttempts,
  key: string,
  checkpoint: LogPosition = { position: 0 },
): Promise<DeathCount> {
  const found = await attempts.load(key);
  const isVoid = found?.log === checkpoint.log && (found?.to ?? 0) <= checkpoint.position;
  const left = isVoid ? undefined : found;
  let isFirst = true;

  function mayBeDeadly({ log, events }: Delivery): boolean {
    if (left === undefined || left.log !== log) return false;
    return events.some(({ position = 0 }) => position >= left.from && position <= left.to);
  }

  function deathsOf(delivery: Delivery): number {
    if (left === undefined || left.from !== left.to || delivery.events.length !== 1) return 0;
    return mayBeDeadly(delivery) ? left.deaths : 0;
  }

  return {
    mayBeDeadly,
    deadly(delivery) {
      const deaths = deathsOf(delivery);
      if (deaths < DEADLY_AFTER) return undefined;
      const reason = `the process died while it handled this event, ${deaths} times that were counted`;
      return { reason, attempts: deaths };
    },
    async watch(delivery, work) {
      const { log = "", events } = delivery;
      // Until the noted events are reached, their note must not be replaced.
      const isDoubtful = left?.log === log ? mayBeDeadly(delivery) : isFirst;
      const [first, last] = [events[0], events.at(-1)];
      if (!isDoubtful || !first || !last) return work();
      isFirst = false;
      const [from, to] = [first.position ?? 0, last.position ?? 0];
      // Without the note the attempt is made all the same: an outage there is not the event's fault.
      await attempts.save(key, { log, from, to, deaths: deathsOf(delivery) + 1 }).catch(() => {});
      try {
        return await work();
      } finally {
        await attempts.remove(key).catch(() => {});
      }
    },
    clear: () => attempts.remove(key),
  };
}
