// What a subscriber is sent next. Mirrors event-bus/src/delivery/next-request.ts.

import type { Delivery } from "@blog/common/wire/delivery";
import { checksumAt, eventAt, type Subscription } from "./log.ts";
import type { World } from "./world.ts";

const BATCH_SIZE = 3;

/** With nothing to send, this is the empty batch that asks a consumer where it is; undefined for one that takes none. */
export function nextDelivery(world: World, subscription: Subscription): Delivery | undefined {
  const delivery = redrive(world, subscription) ?? inOrder(world, subscription);
  const isProbe = delivery.events.length === 0;
  return isProbe && !subscription.acceptsBatches ? undefined : delivery;
}

function redrive({ log }: World, { parked }: Subscription): Delivery | undefined {
  const [position] = [...parked].find(([, state]) => state === "redrive") ?? [];
  if (position === undefined) return undefined;
  return {
    log: log.id,
    previous: position - 1,
    redelivery: true,
    events: [eventAt(log, position)],
  };
}

function inOrder({ log }: World, subscription: Subscription): Delivery {
  const { parked, memory, acceptsBatches } = subscription;
  while (parked.has(subscription.cursor + 1)) subscription.cursor += 1;
  const { cursor, named } = subscription;
  const isAlone = !acceptsBatches || cursor < memory.singleUntil;
  const positions = log.ids
    .map((_, index) => index + 1)
    .filter((position) => position > cursor && !parked.has(position));
  const chosen = positions.slice(0, isAlone ? 1 : BATCH_SIZE);
  const previous = previousOf(cursor, parked);
  return {
    log: log.id,
    previous,
    previousChecksum: checksumAt(log, previous),
    ...named,
    events: chosen.map((position) => eventAt(log, position)),
  };
}

function previousOf(cursor: number, parked: Subscription["parked"]): number {
  return parked.has(cursor) ? previousOf(cursor - 1, parked) : cursor;
}
