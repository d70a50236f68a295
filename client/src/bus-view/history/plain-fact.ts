// The state of a subscriber where the bus reports only part of it: nothing held, nothing parked, no faults.

import type { SubscriberFact } from "@blog/event-bus/lab/records";

/** The default of a bus. */
export const USUAL_PARK_AFTER = 10;

type Known = Partial<SubscriberFact> & { name: string };

export function plainFact(known: Known): SubscriberFact {
  return {
    kind: "subscriber",
    url: "",
    isAdded: false,
    state: "idle",
    cursor: 0,
    lag: { events: 0, seconds: 0 },
    lastError: null,
    nextAttemptAt: null,
    parked: [],
    parkAfter: USUAL_PARK_AFTER,
    isHeld: false,
    waiting: [],
    faults: {
      delayMs: 0,
      isCut: false,
      failPercent: 0,
      loseAnswerPercent: 0,
      duplicatePercent: 0,
    },
    faultsEndAt: null,
    ...known,
  };
}
