// What a consumer does with a delivery. Mirrors inbox.ts, whose own `judge` and `advance` decide here too.

import type { Delivery } from "@blog/common/delivery";
import { advance, judge } from "@blog/common/checkpoint";
import { type Answer, type Consumer, type ConsumerState, copyOf, type World } from "./world.ts";

/** Where the consumer's process dies while it handles a delivery. */
export type CrashPoint = "never" | "before" | "within" | "after";

/** Handles a delivery. Undefined when the process died and nobody answers. */
export function receive(
  world: World,
  who: number,
  delivery: Delivery,
  crash: CrashPoint,
): Answer | undefined {
  const consumer = world.consumers[who]!;
  if (crash === "before") return undefined;

  const outcome = judge(delivery, consumer.state.checkpoint);
  if (outcome !== "done" && world.rules.gaps === "refused") return outcome;
  if (delivery.events.some(({ id }) => consumer.poison.includes(id!))) return "suspect";

  commit(world, consumer, delivery, crash === "within");
  return crash === "never" ? "done" : undefined;
}

// One transaction: a crash within it leaves nothing. The mutants make it two, and a crash leaves the first.
function commit(world: World, consumer: Consumer, delivery: Delivery, crash: boolean): void {
  const { rules, seen } = world;
  const before = copyOf(consumer.state);
  const after = applied(before, delivery, rules.inbox === "remembers ids");
  const news = after.effects.length - before.effects.length;
  if (news < delivery.events.length) seen.add("known already");
  if (crash && news > 0) seen.add("died within");
  if (!crash && news > 0 && delivery.redelivery) seen.add("redriven");

  if (!crash) consumer.state = after;
  else if (rules.checkpoint === "before the effect")
    consumer.state = { ...before, checkpoint: after.checkpoint, known: after.known };
  else if (rules.checkpoint === "after the effect")
    consumer.state = { ...before, effects: after.effects };
}

function applied(state: ConsumerState, delivery: Delivery, remembers: boolean): ConsumerState {
  const { log = "", events, redelivery = false } = delivery;
  const { effects, known, checkpoint } = copyOf(state);
  for (const { id = "", position = 0 } of events) {
    if (remembers && known.includes(id)) continue;
    known.push(id);
    effects.push({ id, log, position, isLate: redelivery });
  }
  return { effects, known, checkpoint: advance(delivery, checkpoint) };
}

/**
 * Catching up at start: read the log from the checkpoint to the end, as far as nothing in there is unbearable; then ask
 * again for what was passed over.
 */
export function catchUp(world: World, who: number): void {
  const consumer = world.consumers[who]!;
  consumer.mustStart = false;
  const { log, position } = consumer.state.checkpoint;
  for (
    let previous = log === world.log.id ? position : 0;
    previous < world.log.ids.length;
    previous += 1
  ) {
    if (receive(world, who, readOne(world, previous), "never") !== "done") break;
  }
  if (consumer.state.checkpoint.log !== world.log.id) return;
  if (world.rules.passedOver === "forgotten") return;
  for (const passedOver of consumer.state.checkpoint.passedOver) {
    receive(world, who, { ...readOne(world, passedOver - 1), redelivery: true }, "never");
  }
}

function readOne({ log }: World, previous: number): Delivery {
  const position = previous + 1;
  return {
    log: log.id,
    previous,
    events: [{ id: log.ids[previous]!, type: "E", data: {}, position }],
  };
}

export function backUp(consumer: Consumer): void {
  consumer.backup = copyOf(consumer.state);
}

/** The database is put back as it was at the last backup; at first that is an empty one. */
export function restore(consumer: Consumer): void {
  consumer.state = copyOf(consumer.backup);
  consumer.mustStart = true;
}
