// What a subscriber is sent next. Which events those are is decided here; what their answer means, in the worker.

import type { DeliverySettings } from "./delivery-settings.ts";
import type { StoredEvent } from "../log/stored-event.ts";
import type { Subscription } from "./subscription.ts";

export interface DeliveryRequest<E = StoredEvent> {
  /** None is a probe: does your checkpoint still match what I have sent? Only for subscribers that take batches. */
  events: E[];
  asBatch: boolean;
  redelivery?: true;
}

type Readable = Pick<StoredEvent, "position" | "data">;

// A service takes 8 MB. The text of an event has at most three bytes for a character.
const MAX_CHARACTERS = 1_000_000;

export const PROBE: DeliveryRequest = { events: [], asBatch: true };

/**
 * How many events: fewer for a subscriber so far behind that they are read from the file. Half of them after each failure:
 * a batch that takes too long may be handled in time in parts.
 */
export function largestBatch(
  lag: number,
  failures: number,
  { batchSize, catchUpSize, catchUpBeyond }: DeliverySettings,
): number {
  const most = lag > catchUpBeyond ? Math.min(catchUpSize, batchSize) : batchSize;
  return Math.max(1, Math.floor(most / 2 ** failures));
}

/** First the events to redrive, then up to `limit` events after the cursor that are not parked; undefined at the end. */
export function nextRequest<E extends Readable>(
  log: { read(after: number, limit: number): E[] },
  subscription: Pick<Subscription, "cursor" | "isParked" | "moveTo" | "nextRedrive">,
  limit: number,
): DeliveryRequest<E> | undefined {
  const redriven = subscription.nextRedrive();
  if (redriven !== undefined) {
    return { events: log.read(redriven - 1, 1), asBatch: false, redelivery: true };
  }
  for (;;) {
    const read = log.read(subscription.cursor(), limit);
    const events = firstOf(read.filter(({ position }) => !subscription.isParked(position)));
    if (events.length > 0) return { events, asBatch: events.length > 1 };
    const last = read.at(-1);
    if (!last) return undefined;
    subscription.moveTo(last.position);
  }
}

// As many as are not too large together; one at least.
function firstOf<E extends Readable>(events: E[]): E[] {
  let characters = 0;
  const end = events.findIndex(({ data }, index) => {
    characters += data.length;
    return index > 0 && characters > MAX_CHARACTERS;
  });
  return end < 0 ? events : events.slice(0, end);
}
