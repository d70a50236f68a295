// The alphabet: everything that can happen, good or bad, one small step each. Numbers choose among what is there, so that
// every sequence of operations means something, also after fast-check has shortened it.

import fc from "fast-check";
import { backUp, catchUp, type CrashPoint, receive, restore } from "./consumer.ts";
import { receivePublish, receivePublished, relay, sync, write } from "./publisher.ts";
import { backUpBus, replaceLog, restoreBus } from "./bus-files.ts";
import { noteDeath, noteFailure, noteSurvived } from "./retry-record.ts";
import { POLICY } from "./subscription.ts";
import { breakConnection, crashBus, deliver, giveUp, receiveAnswer, signOfLife } from "./worker.ts";
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
    if (id) makeUnbearable(world, which % world.consumers.length, "poison", id);
  },
  // Step by step nearly no schedule gets this far: the next event is unbearable until it is parked, and then is mended.
  park: (world, which) => parkNext(world, which % world.consumers.length, "poison"),
  // Its process dies of an event, as often as it is sent it.
  kill: (world, which) => parkNext(world, which % world.consumers.length, "deadly"),
  mend: (world, which) => mend(world, which % world.consumers.length),
  cut: (world, which) => cut(world, which % world.consumers.length),
  reconnect: (world, which) => reconnect(world, which % world.consumers.length),
  // A request is in flight at that moment, and the bus tries on.
  cutWhileSending(world, which) {
    const who = which % world.consumers.length;
    deliver(world, who);
    cut(world, who);
    for (let tries = 0; tries <= POLICY.parkAfter; tries += 1) deliver(world, who);
    reconnect(world, who);
  },
  comeSeen: (world, which) => signOfLife(world, which % world.consumers.length),
  // It asks the bus all the time, and can take nothing.
  askAllTheTime(world, which) {
    const who = which % world.consumers.length;
    for (let times = 0; times < 3; times += 1) {
      if (times === 0) deliver(world, who);
      else signOfLife(world, who);
      giveUp(world, who);
    }
  },
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
      if (answer === "died") return die(world, consumer, token);
      const { record } = world.consumers[consumer]!;
      if (answer === "rejected") noteFailure(record, delivery.events);
      noteSurvived(record);
      if (answer) world.network.push({ kind: "answer", consumer, token, answer });
    }
  }
}

/** The process of a subscriber dies of what it was sent, and the connection with it. Its machine starts it again. */
function die(world: World, who: number, token: number): void {
  const { inFlight } = world.subscriptions[who]!.memory;
  if (inFlight?.token !== token) return;
  const { events, redelivery } = inFlight.delivery;
  world.seen.add("died of an event");
  if (redelivery) noteSurvived(world.consumers[who]!.record);
  else if (events.length === 1) noteDeath(world, who, events[0]!.id!);
  breakConnection(world, who, token);
}

type Kind = "poison" | "deadly";

function makeUnbearable({ consumers }: World, who: number, kind: Kind, id: string): void {
  consumers[who]![kind].push(id);
  consumers[who]!.record.unbearable.add(id);
}

function mend({ consumers }: World, who: number): void {
  Object.assign(consumers[who]!, { poison: [], deadly: [] });
}

function parkNext(world: World, who: number, kind: Kind): void {
  const id = world.log.ids[world.subscriptions[who]!.cursor];
  if (!id) return;
  makeUnbearable(world, who, kind, id);
  // Before each try after a break there is a look; and a batch comes first.
  for (let steps = 0; steps <= 2 * POLICY.parkAfter; steps += 1) {
    deliver(world, who);
    const { memory } = world.subscriptions[who]!;
    if (!memory.inFlight) continue;
    arrive(world, world.network.pop(), "never");
    if (memory.inFlight) arrive(world, world.network.pop(), "never");
  }
  mend(world, who);
}

function cut(world: World, who: number): void {
  const consumer = world.consumers[who]!;
  if (consumer.isCut) return;
  consumer.isCut = true;
  consumer.record.cuts += 1;
  const { inFlight } = world.subscriptions[who]!.memory;
  if (inFlight) breakConnection(world, who, inFlight.token);
}

function reconnect({ consumers }: World, who: number): void {
  consumers[who]!.isCut = false;
}

function decide(world: World, which: number, to: "redrive" | "discarded"): void {
  const who = which % world.subscriptions.length;
  const { parked } = world.subscriptions[who]!;
  const position = [...parked].find(([, state]) => state === "parked")?.[0];
  if (position === undefined) return;
  parked.set(position, to);
  const id = world.log.ids[position - 1]!;
  const { discarded, state } = world.consumers[who]!;
  const isOnItsWay = world.network.some(
    (message) =>
      message.kind === "delivery" &&
      message.consumer === who &&
      message.delivery.events.some((event) => event.id === id),
  );
  const isApplied = state.effects.some((effect) => effect.id === id);
  if (to === "discarded" && !isOnItsWay && !isApplied) discarded.push(id);
}

function moveCursor(world: World, which: number, cursor: number): void {
  // A subscriber without memory cannot notice that it was moved ahead (decision 11).
  const who = which % world.subscriptions.length;
  if (cursor > 0 && world.consumers[who]!.knowsBy === "effect") return;
  const subscription = world.subscriptions[who]!;
  subscription.cursor = cursor;
  delete subscription.memory.inFlight;
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
