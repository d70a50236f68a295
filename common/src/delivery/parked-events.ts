// Dead letters: events that a subscriber could not handle, set aside so that the others can pass, until an operator has decided
// what becomes of them. Only their shape is here; each bus stores them itself.

import { z } from "zod";

export const ParkedEvent = z.object({
  /** The log that the position belongs to. */
  log: z.string(),
  position: z.number().int(),
  reason: z.string(),
  /** All tries so far, redrives included. */
  attempts: z.number().int(),
  /** When it was parked first, in ISO 8601. */
  time: z.string(),
  /** "redrive": an operator wants it tried once more. "discarded": it is never tried again. */
  state: z.enum(["parked", "redrive", "discarded"]),
});
export type ParkedEvent = z.infer<typeof ParkedEvent>;

export interface ParkedEvents {
  /** By position. */
  all(): Promise<ParkedEvent[]>;
  /** Parks an event, or updates its record. */
  put(event: ParkedEvent): Promise<void>;
  /** It took effect after all. */
  remove(position: number): Promise<void>;
  /** Calls back when one has changed, until `signal` aborts. */
  watch(onChange: () => void, signal: AbortSignal): Promise<void>;
}
