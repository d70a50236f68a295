// Dead letters: events that a subscriber could not handle, set aside so that the others can pass, until an operator has decided
// what becomes of them. Here only what they are; each bus keeps them in its own way.

import { z } from "zod";

export const ParkedEvent = z.object({
  /** Where it stands, in which log. */
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
  /** Sets an event aside, or changes what is known about it. */
  put(event: ParkedEvent): Promise<void>;
  /** It took effect after all. */
  remove(position: number): Promise<void>;
  /** Calls back when one has changed, until `signal` aborts. */
  watch(onChange: () => void, signal: AbortSignal): Promise<void>;
}
