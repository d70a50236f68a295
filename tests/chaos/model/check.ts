// The checker: heals the world, lets everything drain, and compares what is left with what was promised. The numbers are
// those of the invariants in docs/delivery.md.

import { sync, relay } from "./publisher.ts";
import { perform } from "./operations.ts";
import { crashBus, deliver, PARK_AFTER } from "./worker.ts";
import type { World } from "./world.ts";

/** No more faults: every process runs, every message arrives, every handler is mended. */
export function heal(world: World): void {
  world.network = [];
  crashBus(world, false);
  for (const consumer of world.consumers) consumer.poison = [];
  for (let quiet = 0; quiet < 2 + PARK_AFTER; ) {
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

/** Every promise that is broken, in words; none when all is well. Call it on a healed world. */
export function violations(world: World): string[] {
  return [...checkLog(world), ...world.consumers.flatMap((_, who) => checkConsumer(world, who))];
}

function checkLog({ log, acknowledged, publishers }: World): string[] {
  const found: string[] = [];
  const inLog = new Set(log.ids);
  for (const id of acknowledged)
    if (!inLog.has(id)) found.push(`I1: ${id} was acknowledged and is not in the log`);
  if (inLog.size < log.ids.length) found.push("I3: an id stands at two positions");
  const written = new Set(publishers.flatMap((publisher) => publisher.written));
  for (const id of inLog)
    if (!written.has(id)) found.push(`I2: ${id} is in the log and nobody wrote it`);
  // A log that was replaced took its events along; then only what is written since can be asked for.
  if (log.id !== "log-1") return found;
  for (const id of written)
    if (!inLog.has(id)) found.push(`I11: ${id} was written and is not in the log`);
  return found;
}

function checkConsumer({ log, consumers, subscriptions }: World, who: number): string[] {
  const found: string[] = [];
  const { effects } = consumers[who]!.state;
  const { cursor, parked } = subscriptions[who]!;
  if (cursor !== log.ids.length) found.push(`I6: subscriber ${who} has not reached the tail`);

  const applied = new Set(effects.map(({ id }) => id));
  if (applied.size < effects.length)
    found.push(`I7: an event took effect twice at subscriber ${who}`);
  for (const [index, id] of log.ids.entries()) {
    const isParked = (parked.get(index + 1) ?? "skipped") !== "skipped";
    if (!applied.has(id) && !isParked)
      found.push(`I9: ${id} neither took effect nor is parked at subscriber ${who}`);
  }

  let last = { log: "", position: 0 };
  for (const effect of effects.filter(({ isLate }) => !isLate)) {
    if (effect.log === last.log && effect.position < last.position)
      found.push(`I8: ${effect.id} is out of order at ${who}`);
    last = effect;
  }
  return found;
}
