// Dead letters: events that a subscriber could not handle, set aside so that the others can pass, until an operator has decided
// what becomes of them. Only their shape is here; each bus stores them itself.

import { z } from "zod";

/** An event that one subscriber could not handle. */
export const ParkedEvent = z.object({
  position: z.number().int(),
  reason: z.string(),
  /** All tries so far, redrives included. */
  attempts: z.number().int(),
  /** When it was parked first. */
  time: z.iso.datetime(),
  /**
   * "redrive": an operator wants it tried once more. "discarded": it is never delivered to this subscriber again, even after
   * that has gone back, and is not in the log that it reads.
   */
  state: z.enum(["parked", "redrive", "discarded"]),
});
export type ParkedEvent = z.infer<typeof ParkedEvent>;

/** What an operator can decide about a parked event. */
export type ParkedDecision = Exclude<ParkedEvent["state"], "parked">;

/** As GET /subscriptions/:name/parked lists it: with the event, and without what was discarded. */
export const ListedParkedEvent = ParkedEvent.extend({
  state: z.enum(["parked", "redrive"]),
  id: z.string(),
  event: z.looseObject({ type: z.string(), data: z.record(z.string(), z.unknown()) }),
});
export type ListedParkedEvent = z.infer<typeof ListedParkedEvent>;

/** As a bus that delivers nothing keeps it: such a bus forgets nothing when its log is replaced by another one. */
export const LogParkedEvent = ParkedEvent.extend({ log: z.string() });
export type LogParkedEvent = z.infer<typeof LogParkedEvent>;

export interface ParkedEvents {
  /** By position. */
  all(): Promise<LogParkedEvent[]>;
  /**
   * Writes what `change` makes of the record at this position (undefined where there is none), and returns it as it is then.
   * Reading and writing are one step: if it was changed in between, `change` is asked again. Undefined writes nothing.
   */
  update(
    position: number,
    change: (known: LogParkedEvent | undefined) => LogParkedEvent | undefined,
  ): Promise<LogParkedEvent | undefined>;
  /** It took effect after all. */
  remove(position: number): Promise<void>;
  /** Calls back when one has changed, until `signal` aborts. */
  watch(onChange: () => void, signal: AbortSignal): Promise<void>;
}
