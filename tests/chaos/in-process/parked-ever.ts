// What was parked at some time. A backup of the bus may know nothing of it: put back, the bus sends such an event again, behind
// its successors, and nobody but us remembers why it comes late.

import type { Bus } from "../../../event-bus/src/bus.ts";
import type { StoredEvent } from "../../../event-bus/src/log/stored-event.ts";

export function createParkedEver() {
  const names = new Map<string, Set<string>>();

  return {
    /** Of a bus that is about to be forgotten. */
    note(events: StoredEvent[], subscriptions: Bus["subscriptions"]): void {
      for (const [subscriber, { isParked }] of subscriptions) {
        const known = names.get(subscriber) ?? new Set();
        names.set(subscriber, known);
        for (const { data } of events.filter(({ position }) => isParked(position)))
          known.add((JSON.parse(data) as { id: string }).id);
      }
    },
    of: (subscriber: string): Iterable<string> => names.get(subscriber) ?? [],
  };
}
