// How one subscriber stands with the bus: what is on disk, what is in the worker's memory, and what it is sent next, which the
// code of the bus decides.

import { type DeliveryState, START } from "@blog/common/delivery/delivery-rules";
import { DEFAULT_RETRY_POLICY } from "@blog/common/delivery/retry-policy";
import type { Delivery } from "@blog/common/wire/delivery";
import {
  type DeliveryRequest,
  nextRequest,
  PROBE,
} from "../../../event-bus/src/delivery/next-request.ts";
import { checksumAt, eventAt, type Log } from "./log.ts";

const BATCH_SIZE = 3;

/** Small numbers, so that schedules reach them. Every pause is the longest one. */
export const POLICY = { ...DEFAULT_RETRY_POLICY, parkAfter: 3, parkAfterBreaks: 2 };

export interface Subscription {
  cursor: number;
  /** By position. Only a mutant skips one without delivering it. */
  parked: Map<number, "parked" | "redrive" | "discarded" | "skipped">;
  /** For the checker, and not in any file. */
  everParked: Set<string>;
  /** On the disk, as the cursor: it has answered so. */
  acceptsBatches: boolean;
  /** In memory: a bus that starts anew begins without it. */
  memory: Memory;
}

interface Memory {
  state: DeliveryState;
  /** When the next try is due, if no sign of life comes before. */
  pauseEnds: number;
  /** The request in flight: an answer to an earlier one is dropped. */
  inFlight?: { token: number; request: Request; delivery: Delivery };
}

type Request = DeliveryRequest<{ position: number }>;

export function newSubscription(cursor = 0): Subscription {
  return {
    ...{ cursor, parked: new Map(), everParked: new Set(), acceptsBatches: false },
    memory: newMemory(),
  };
}

export function newMemory(): Memory {
  return { state: START, pauseEnds: 0 };
}

/** With nothing to send, this is the probe; undefined for a subscriber that takes none. */
export function nextOf(log: Log, subscription: Subscription): Request | undefined {
  const { parked, memory, acceptsBatches } = subscription;
  const positions = log.ids.map((_, index) => ({ position: index + 1, data: "" }));
  const isAlone = !acceptsBatches || subscription.cursor < memory.state.singleUntil;
  const request = nextRequest(
    { read: (after, limit) => positions.slice(after, after + limit) },
    {
      cursor: () => subscription.cursor,
      moveTo: (position) => void (subscription.cursor = position),
      isParked: (position) => parked.has(position),
      nextRedrive: () => [...parked].find(([, state]) => state === "redrive")?.[0],
    },
    isAlone ? 1 : BATCH_SIZE,
  );
  return request ?? (acceptsBatches ? PROBE : undefined);
}

export function toDelivery(
  log: Log,
  { cursor, parked, memory }: Subscription,
  { events, redelivery }: Request,
): Delivery {
  const previous = previousOf(cursor, parked);
  return {
    ...{ log: log.id, previous, previousChecksum: checksumAt(log, previous) },
    ...memory.state.named,
    ...(redelivery && { redelivery }),
    events: events.map(({ position }) => eventAt(log, position)),
  };
}

function previousOf(cursor: number, parked: Subscription["parked"]): number {
  return parked.has(cursor) ? previousOf(cursor - 1, parked) : cursor;
}
