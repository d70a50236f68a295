// What a consumer does with a delivery. Mirrors inbox.ts, whose own rule decides here too: judge.

import type { Delivery } from "@blog/common/wire/delivery";
import { judge } from "@blog/common/messaging/checkpoint";
import { checksumAt, eventAt } from "./log.ts";
import { type Answer, type Consumer, type ConsumerState, copyOf, type World } from "./world.ts";

/** Where the consumer's process dies while it handles a delivery. */
export type CrashPoint = "never" | "before" | "within" | "after";

/**
 * Handles a delivery. Undefined when the machine died and sends no answer; "died" when the process died of an event and its
 * connection broke.
 */
export function receive(
  world: World,
  who: number,
  delivery: Delivery,
  crash: CrashPoint,
): Answer | "died" | undefined {
  const consumer = world.consumers[who]!;
  if (crash === "before") return undefined;

  const comparable = asFarAsCompared(world, delivery);
  const hasCheckpoint = consumer.knowsBy !== "effect";
  const outcome = hasCheckpoint ? judge(comparable, consumer.state.checkpoint).outcome : "done";
  if (outcome !== "done" && world.rules.gaps === "refused") return outcome;
  if (delivery.events.some(({ id }) => consumer.deadly.includes(id!))) return "died";
  if (delivery.events.some(({ id }) => consumer.poison.includes(id!))) return "rejected";

  commit(world, consumer, comparable, crash === "within");
  return crash === "never" ? "done" : undefined;
}

function asFarAsCompared({ rules }: World, delivery: Delivery): Delivery {
  if (rules.history === "compared") return delivery;
  const { previousChecksum: _, ...comparable } = delivery;
  return { ...comparable, events: comparable.events.map(({ checksum: __, ...event }) => event) };
}

// One transaction: a crash within it leaves nothing. The mutants make it two, and a crash leaves the first.
function commit(world: World, consumer: Consumer, delivery: Delivery, crash: boolean): void {
  const { rules, seen } = world;
  const before = copyOf(consumer.state);
  const after = applied(consumer, delivery, rules.inbox === "remembers ids");
  const newEffects = after.effects.length - before.effects.length;
  if (newEffects < delivery.events.length) seen.add("known already");
  if (crash && newEffects > 0) seen.add("died within");
  if (!crash && newEffects > 0 && delivery.redelivery) seen.add("redriven");

  if (!crash) consumer.state = after;
  else if (rules.checkpoint === "before the effect")
    consumer.state = { ...before, checkpoint: after.checkpoint, known: after.known };
  else if (rules.checkpoint === "after the effect")
    consumer.state = { ...before, effects: after.effects };
}

function applied(
  { state, knowsBy }: Consumer,
  delivery: Delivery,
  remembers: boolean,
): ConsumerState {
  const { log = "", events, redelivery = false } = delivery;
  const { effects, known, checkpoint } = copyOf(state);
  const { isNew, reached } = judge(delivery, checkpoint);
  for (const event of events) {
    const { id = "", position = 0, checksum = "" } = event;
    if (knowsBy === "position" && !isNew(event)) continue;
    // Without ids, effects converge: a second time changes nothing.
    if ((remembers || knowsBy !== "id") && known.includes(id)) continue;
    known.push(id);
    effects.push({ id, log, position, checksum, isLate: redelivery });
  }
  if (knowsBy === "effect") return { effects, known, checkpoint };
  return { effects, known, checkpoint: reached };
}

/**
 * Catching up at start: read the log from the checkpoint to the end, as far as nothing in there is unbearable; then ask
 * again for what was skipped.
 */
export function catchUp(world: World, who: number): void {
  const consumer = world.consumers[who]!;
  consumer.mustStart = false;
  if (consumer.knowsBy === "effect") return;
  for (const delivery of readLog(world, who)) {
    if (receive(world, who, delivery, "never") !== "done") break;
  }
  askForSkipped(world, who);
}

export function askForSkipped(world: World, who: number): void {
  const consumer = world.consumers[who]!;
  if (consumer.state.checkpoint.log !== world.log.id) return;
  if (world.rules.skippedPositions === "forgotten") return;
  for (const skippedPositions of consumer.state.checkpoint.skippedPositions) {
    if (skippedPositions > world.log.ids.length) return;
    if (isWithheld(world, who, skippedPositions)) continue;
    const events = [eventAt(world.log, skippedPositions)];
    receive(world, who, { log: world.log.id, events, redelivery: true }, "never");
  }
}

// One event at a time. A place that is not in this log means its start.
function* readLog(world: World, who: number): Generator<Delivery> {
  const { log } = world;
  const { log: from, position, checksum } = world.consumers[who]!.state.checkpoint;
  const isHere = checksum === undefined || checksum === checksumAt(log, position);
  const isSame = from === log.id;
  const resetFrom = { position, ...(checksum !== undefined && { checksum }) };
  let previous = isSame && isHere ? position : 0;
  for (let at = previous + 1; at <= log.ids.length; at += 1) {
    if (isWithheld(world, who, at)) continue;
    const previousChecksum = checksumAt(log, previous);
    const about = { log: log.id, previous, previousChecksum, events: [eventAt(log, at)] };
    yield isSame && !isHere ? { ...about, resetFrom } : about;
    previous = at;
  }
}

function isWithheld({ rules, subscriptions }: World, who: number, position: number): boolean {
  if (rules.discarded === "read from the log") return false;
  return subscriptions[who]!.parked.get(position) === "discarded";
}

export function backUp(consumer: Consumer): void {
  consumer.backup = copyOf(consumer.state);
}

/** The database is restored as it was at the last backup; at first that is an empty one. */
export function restore(consumer: Consumer): void {
  if (consumer.knowsBy === "effect") return;
  consumer.state = copyOf(consumer.backup);
  consumer.mustStart = true;
}
