// The end of every schedule: no more faults, until nothing changes any more; and what is there then, for the checker.

import type { Observed } from "../checker.ts";
import { askForSkipped, catchUp } from "./consumer.ts";
import { checksumAt } from "./log.ts";
import { perform } from "./operations.ts";
import { relay, sync, write } from "./publisher.ts";
import { POLICY } from "./subscription.ts";
import { crashBus, deliver } from "./worker.ts";
import type { World } from "./world.ts";

/** Every process runs, every message arrives, every handler is mended. */
export function heal(world: World): void {
  world.network = [];
  crashBus(world, false);
  for (const [who, consumer] of world.consumers.entries()) {
    Object.assign(consumer, { poison: [], deadly: [], isCut: false });
    // A restored bus does not know what it has parked since. If its cursor was moved past that, by hand, only the consumer
    // knows, which asks for it when it starts.
    if (consumer.mustStart) catchUp(world, who);
    else if (world.log.life !== 1) askForSkipped(world, who);
  }
  // A subscriber that the bus has never delivered to is not probed. If a cursor was pushed ahead there, the next event shows it.
  if (world.subscriptions.some(({ acceptsBatches }) => !acceptsBatches)) write(world, 0, false);
  for (let quiet = 0; quiet < 2 + POLICY.parkAfter; ) {
    const before = fingerprint(world);
    for (const who of world.publishers.keys()) relay(world, who);
    for (const who of world.consumers.keys()) deliver(world, who);
    while (world.network.length > 0 || world.unsynced.length > 0) {
      perform(world, { name: "arrive", which: 0, crash: "never" });
      sync(world);
    }
    quiet = fingerprint(world) === before ? quiet + 1 : 0;
  }
}

function fingerprint({ log, subscriptions, publishers, consumers }: World): string {
  return JSON.stringify([
    log.ids.length,
    publishers.map(({ outbox }) => outbox.length),
    subscriptions.map(({ cursor, parked }) => [cursor, ...parked.keys()]),
    consumers.map(({ state }) => state.checkpoint.position),
  ]);
}

export function observe({
  log,
  acknowledged,
  publishers,
  consumers,
  subscriptions,
}: World): Observed {
  return {
    log: log.ids,
    checksums: log.ids.map((_, index) => checksumAt(log, index + 1)),
    hasLost: log.life !== 1,
    acknowledged,
    written: publishers.flatMap(({ written }) => written),
    subscribers: subscriptions.map(({ cursor, parked, everParked }, who) => ({
      name: `subscriber ${who}`,
      cursor,
      everParked,
      // A log that was restored or replaced, and the subscriptions with it, have forgotten it.
      discarded: log.life === 1 ? consumers[who]!.discarded : [],
      effects: consumers[who]!.state.effects,
      parked: [...parked].filter(([, state]) => state !== "skipped").map(([position]) => position),
    })),
  };
}
