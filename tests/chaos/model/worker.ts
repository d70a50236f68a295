// What the bus does for one subscriber. Mirrors event-bus/src/delivery/worker.ts, rule by rule. What an answer means, how failures are
// counted and when a sign of life ends a pause is decided by the code of the bus itself.

import type { Delivery, Place } from "@blog/common/wire/delivery";
import {
  type Answer as HttpAnswer,
  classifyAnswer,
  type Verdict,
} from "../../../event-bus/src/delivery/answer.ts";
import { checksumAt, type Subscription } from "./log.ts";
import { nextDelivery } from "./next-delivery.ts";
import { forgetTries, noteFailure, noteHurried, noteParked } from "./retry-record.ts";
import { newMemory, PAUSE_MS } from "./worker-memory.ts";
import { type Answer, next, type World } from "./world.ts";

type Rejected = Extract<Verdict, { kind: "rejected" }>;

/** One try, unless a request is under way already. A pause is waited out, unless a sign of life has ended it. */
export function deliver(world: World, who: number, isHurried = false): void {
  const subscription = world.subscriptions[who]!;
  const { memory } = subscription;
  if (subscription.underWay) return;
  if (isHurried) noteHurried(world, who);
  else world.now = Math.max(world.now, memory.pauseEnds);

  const delivery = nextDelivery(world, subscription);
  if (!delivery) return settle(subscription);
  if (memory.isBroken && world.rules.look !== "never")
    return lookForSubscriber(world, who, delivery);
  const token = next(world);
  subscription.underWay = { token, delivery };
  if (world.consumers[who]!.isCut) breakConnection(world, who, token);
  else world.network.push({ kind: "delivery", consumer: who, token, delivery });
}

function lookForSubscriber(world: World, who: number, delivery: Delivery): void {
  const { memory } = world.subscriptions[who]!;
  memory.isBroken = world.consumers[who]!.isCut;
  if (!memory.isBroken) return;
  world.seen.add("not there after a break");
  if (world.rules.absence === "counted") handleRejection(world, who, delivery, broken);
  waitOut(world, who);
}

/** The connection of a request breaks: nobody has to wait for an answer to that. */
export function breakConnection(world: World, who: number, token: number): void {
  const { underWay } = world.subscriptions[who]!;
  if (underWay?.token !== token) return;
  noteFailure(world.consumers[who]!.record, underWay.delivery.events);
  receiveVerdict(world, who, broken);
}

const broken = classifyAnswer({
  error: Object.assign(new Error(), { code: "ECONNRESET" }),
}) as Rejected;

/** An answer to the request under way. Answers to others come too late and mean nothing. */
export function receiveAnswer(world: World, who: number, token: number, answer: Answer): void {
  if (world.subscriptions[who]!.underWay?.token !== token) return;
  const accepts = world.consumers[who]!.knowsBy === "effect" ? undefined : "batch";
  const verdict = classifyAnswer(toHttp(answer, accepts));
  // A checksum is a text that can be read here, and no such one as `classifyAnswer` lets pass.
  const checksum = typeof answer === "object" ? answer.checksum : undefined;
  receiveVerdict(world, who, { ...verdict, ...(checksum !== undefined && { checksum }) });
}

function toHttp(answer: Answer, accepts: string | undefined): HttpAnswer {
  if (answer === "done") return { status: 200, accepts };
  if (answer === "rejected") return { status: 500 };
  return { status: 409, resumeAfter: String(answer.resumeAfter) };
}

function receiveVerdict(world: World, who: number, verdict: Verdict): void {
  const subscription = world.subscriptions[who]!;
  const { delivery } = subscription.underWay!;
  subscription.underWay = null;
  if (verdict.kind === "done") succeed(subscription, delivery, verdict.batches);
  else if (verdict.kind === "outage") waitOut(world, who);
  else if (verdict.kind === "rejected") handleRejection(world, who, delivery, verdict);
  else goElsewhere(world, subscription, toPlace(verdict.after, verdict.checksum));
}

function toPlace(position: number, checksum?: string): Place {
  return { position, ...(checksum !== undefined && { checksum }) };
}

function goElsewhere({ log, seen }: World, subscription: Subscription, place: Place): void {
  const { position, checksum } = place;
  const isHere =
    position <= log.ids.length &&
    (checksum === undefined || checksum === checksumAt(log, position));
  subscription.named = isHere ? { confirmed: place } : { resetFrom: place };
  subscription.cursor = isHere ? Math.min(position, subscription.cursor) : 0;
  seen.add(isHere ? "was told where it is" : "started over");
}

function succeed(
  subscription: Subscription,
  { events, redelivery }: Delivery,
  acceptsBatches: boolean,
): void {
  subscription.acceptsBatches = acceptsBatches;
  const last = events.at(-1)?.position ?? 0;
  if (redelivery) subscription.parked.delete(last);
  else subscription.cursor = Math.max(subscription.cursor, last);
  settle(subscription);
}

function settle({ memory }: Subscription): void {
  memory.isBroken = false;
  memory.rejections.clear();
  memory.failures.reset();
}

function waitOut(world: World, who: number): void {
  pauseAfter(world, who, "outage");
}

function pauseAfter({ subscriptions, now }: World, who: number, kind: "refusal" | "outage"): void {
  const { memory } = subscriptions[who]!;
  memory.failures.add(kind);
  memory.pauseEnds = now + PAUSE_MS;
}

function handleRejection(
  world: World,
  who: number,
  { events, redelivery }: Delivery,
  { isBreak = false }: Rejected,
): void {
  const { log, rules, seen } = world;
  const subscription = world.subscriptions[who]!;
  const { memory } = subscription;
  const position = events.at(-1)?.position;
  if (position === undefined) return waitOut(world, who);
  memory.isBroken = isBreak;
  if (events.length > 1) {
    memory.singleUntil = position;
    seen.add("sent alone");
    return pauseAfter(world, who, "refusal");
  }
  const isRedelivery = redelivery === true;
  const hasCheckpoint =
    rules.breaks === "fewer without a checkpoint"
      ? subscription.acceptsBatches
      : rules.breaks === "as other failures";
  const failure = { position, isBreak, isRedelivery, hasCheckpoint };
  if (!memory.rejections.add(failure).isEnough) return pauseAfter(world, who, "refusal");
  subscription.parked.set(position, redelivery ? "parked" : rules.poison);
  if (!redelivery) {
    const id = log.ids[position - 1]!;
    noteParked(world, who, id);
    subscription.everParked.add(id);
    seen.add("parked");
    subscription.cursor = Math.max(subscription.cursor, position);
  }
  settle(subscription);
}

/** No answer in time: an outage. The same is sent again. */
export function giveUp(world: World, who: number): void {
  const silence = { error: Object.assign(new Error(), { code: "ETIMEDOUT" }) };
  if (world.subscriptions[who]!.underWay) receiveVerdict(world, who, classifyAnswer(silence));
}

/** The subscriber reads the log, or opens a connection to the bus. */
export function signOfLife(world: World, who: number): void {
  const { underWay, memory } = world.subscriptions[who]!;
  if (underWay) return;
  const isHeeded = memory.failures.signOfLife(world.now) || world.rules.signsOfLife === "always";
  if (!isHeeded || memory.pauseEnds <= world.now) return;
  world.seen.add("tried at once");
  deliver(world, who, true);
}

/** The bus's process dies: what was not on disk, and every request under way, is gone. Cursors may be old. */
export function crashBus(world: World, isCursorOld: boolean): void {
  world.unsynced = [];
  for (const subscription of world.subscriptions) {
    Object.assign(subscription, { underWay: null, memory: newMemory(), named: {} });
    if (isCursorOld) subscription.cursor = Math.max(0, subscription.cursor - 2);
  }
  for (const { record } of world.consumers) forgetTries(record);
}
