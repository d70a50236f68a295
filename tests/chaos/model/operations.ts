// The alphabet: everything that can happen, good or bad, one small step each. Numbers choose among what is there, so that
// every sequence of operations means something, also after fast-check has shortened it.

import fc from "fast-check";
import { backUp, catchUp, type CrashPoint, receive, restore } from "./consumer.ts";
import { receivePublish, receivePublished, relay, sync, write } from "./publisher.ts";
import { backUpBus, replaceLog, restoreBus } from "./bus-files.ts";
import { crashBus, deliver, giveUp, PARK_AFTER, receiveAnswer } from "./worker.ts";
import { type Message, subscribe, type World } from "./world.ts";

export interface Operation {
  name: keyof typeof operations;
  /** Which publisher, consumer, message or event. */
  which: number;
  crash: CrashPoint;
}

type Step = (world: World, which: number, crash: CrashPoint) => void;

const operations = {
  write: (world, which, crash) => write(world, which % world.publishers.length, crash !== "never"),
  relay: (world, which) => relay(world, which % world.publishers.length),
  sync,
  deliver: (world, which) => deliver(world, which % world.consumers.length),
  // Any message may be the next to arrive: the network keeps no order.
  arrive: (world, which, crash) =>
    arrive(world, world.network.splice(which % (world.network.length || 1), 1)[0], crash),
  lose: (world, which) => void world.network.splice(which % (world.network.length || 1), 1),
  repeat(world, which) {
    const message = world.network[which % (world.network.length || 1)];
    if (message) world.network.push(message);
  },
  giveUp: (world, which) => giveUp(world, which % world.consumers.length),
  crashBus: (world, which) => crashBus(world, which % 2 === 0),
  catchUp: (world, which) => catchUp(world, which % world.consumers.length),
  backUp: (world, which) => backUp(world.consumers[which % world.consumers.length]!),
  restore: (world, which) => restore(world.consumers[which % world.consumers.length]!),
  poison(world, which) {
    const id = world.log.ids[which % (world.log.ids.length || 1)];
    if (id) world.consumers[which % world.consumers.length]!.poison.push(id);
  },
  // Step by step nearly no schedule gets this far: the next event is unbearable until it is parked, and then is mended.
  park(world, which) {
    const who = which % world.consumers.length;
    const id = world.log.ids[world.subscriptions[who]!.cursor];
    if (!id) return;
    world.consumers[who]!.poison.push(id);
    for (let tries = 0; tries <= PARK_AFTER; tries += 1) {
      deliver(world, who);
      arrive(world, world.network.pop(), "never");
      arrive(world, world.network.pop(), "never");
    }
    world.consumers[who]!.poison = [];
  },
  mend: (world, which) => void world.consumers[which % world.consumers.length]!.poison.splice(0),
  redrive: (world, which) => decide(world, which, "redrive"),
  discard: (world, which) => decide(world, which, "discarded"),
  loseCursor: (world, which) => moveCursor(world, which, 0),
  pushCursor: (world, which) => moveCursor(world, which, world.log.ids.length),
  replaceLog(world) {
    crashBus(world, false);
    replaceLog(world);
  },
  backUpBus,
  restoreBus(world) {
    crashBus(world, false);
    restoreBus(world);
  },
  subscribe(world) {
    if (world.consumers.length < 4) subscribe(world);
  },
} satisfies Record<string, Step>;

function arrive(world: World, message: Message | undefined, crash: CrashPoint): void {
  switch (message?.kind) {
    case "publish":
      return receivePublish(world, message.publisher, message.ids);
    case "published":
      return receivePublished(world, message.publisher, message.ids, message.life);
    case "answer":
      return receiveAnswer(world, message.consumer, message.token, message.answer);
    case "delivery": {
      const { consumer, token, delivery } = message;
      const answer = receive(world, consumer, delivery, crash);
      if (answer) world.network.push({ kind: "answer", consumer, token, answer });
    }
  }
}

function decide(world: World, which: number, to: "redrive" | "discarded"): void {
  const { parked } = world.subscriptions[which % world.subscriptions.length]!;
  const position = [...parked].find(([, state]) => state === "parked")?.[0];
  if (position !== undefined) parked.set(position, to);
}

function moveCursor(world: World, which: number, cursor: number): void {
  Object.assign(world.subscriptions[which % world.subscriptions.length]!, {
    cursor,
    underWay: null,
  });
}

export function perform(world: World, { name, which, crash }: Operation): void {
  const step: Step = operations[name];
  step(world, which, crash);
}

// The steps of good days come more often, or nothing would ever get far enough to go wrong.
const weights: Partial<Record<Operation["name"], number>> = {
  write: 6,
  relay: 6,
  sync: 6,
  deliver: 12,
  arrive: 30,
  redrive: 3,
  park: 3,
  backUp: 2,
  restore: 2,
};

export const operation: fc.Arbitrary<Operation> = fc.record({
  name: fc.oneof(
    ...Object.keys(operations).map((name) => ({
      weight: weights[name as Operation["name"]] ?? 1,
      arbitrary: fc.constant(name as Operation["name"]),
    })),
  ),
  which: fc.nat(11),
  crash: fc.oneof(
    { weight: 6, arbitrary: fc.constant<CrashPoint>("never") },
    { weight: 1, arbitrary: fc.constantFrom<CrashPoint>("before", "within", "after") },
  ),
});

/** With fast-check's default size the arrays stay near ten operations, and nothing deep is ever reached. */
export const schedule = fc.array(operation, { size: "max", maxLength: 120 });
