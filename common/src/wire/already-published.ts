// Finds again what was published before, in the log of a bus that keeps neither ids nor positions (an original one). All it
// has stored is type and data, maybe written by another language, with the keys in another order.

import type { OutgoingEvent, ReceivedEvent } from "./cloud-events.ts";

/** Those of `events` that are in `stored`. An event that is in there never gets lost by being left out: it is the same. */
export function alreadyPublished(
  events: OutgoingEvent[],
  stored: Pick<ReceivedEvent, "type" | "data">[],
): OutgoingEvent[] {
  const known = new Set(stored.map(fingerprint));
  return events.filter((event) => known.has(fingerprint(event)));
}

function fingerprint({ type, data }: Pick<ReceivedEvent, "type" | "data">): string {
  return JSON.stringify([type, data], (_, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
