// What the bus does for one subscriber. What is sent next, what an answer means and what it leads to is decided by the code of
// the bus itself; here it is done to the world of the model, as event-bus/src/delivery/worker.ts does it to the real one.

import {
  type Answer as HttpAnswer,
  classifyAnswer,
  type Verdict,
} from "@blog/common/delivery/answer";
import { type PlaceCheck, settled, type Step } from "@blog/common/delivery/delivery-rules";
import { checksumAt, type Log } from "./log.ts";
import {
  forgetTries,
  noteFailure,
  noteHurried,
  noteParked,
  noteRefusedAgain,
} from "./retry-record.ts";
import { newMemory, nextOf, POLICY, toDelivery } from "./subscription.ts";
import { type Answer, next, type World } from "./world.ts";

/** One try, unless a request is in flight already. A pause is waited out, unless a sign of life has ended it. */
export function deliver(world: World, who: number, isHurried = false): void {
  const subscription = world.subscriptions[who]!;
  const { memory } = subscription;
  if (memory.inFlight) return;
  if (isHurried) noteHurried(world, who);
  else world.now = Math.max(world.now, memory.pauseEnds);

  const request = nextOf(world.log, subscription);
  if (!request) return void (memory.state = settled(memory.state));
  const { isBroken } = memory.state;
  if (isBroken && request.events.length > 0) return lookForSubscriber(world, who);
  if (request.redelivery && world.consumers[who]!.isCut) return lookForSubscriber(world, who);
  const token = next(world);
  const delivery = toDelivery(world.log, subscription, request);
  memory.inFlight = { token, request, delivery };
  if (world.consumers[who]!.isCut) breakConnection(world, who, token);
  else world.network.push({ kind: "delivery", consumer: who, token, delivery });
}

function lookForSubscriber(world: World, who: number): void {
  const { memory } = world.subscriptions[who]!;
  if (!world.consumers[who]!.isCut) {
    memory.state = { ...memory.state, isBroken: false };
    return;
  }
  world.seen.add("not there after a break");
  perform(world, who, world.rules.delivery.waitOut(memory.state, "It is not there."));
}

/** The connection of a request breaks: the bus knows at once that no answer will come. */
export function breakConnection(world: World, who: number, token: number): void {
  const { inFlight } = world.subscriptions[who]!.memory;
  if (inFlight?.token !== token) return;
  noteFailure(world.consumers[who]!.record, inFlight.delivery.events);
  receiveVerdict(world, who, classifyAnswer(failure("ECONNRESET")));
}

/** An answer to the request in flight. Answers to others come too late and mean nothing. */
export function receiveAnswer(world: World, who: number, token: number, answer: Answer): void {
  if (world.subscriptions[who]!.memory.inFlight?.token !== token) return;
  const accepts = world.consumers[who]!.knowsBy === "effect" ? undefined : "batch";
  const verdict = classifyAnswer(toHttp(answer, accepts));
  // A checksum is a text that can be read here, and no such one as `classifyAnswer` lets pass.
  const checksum = typeof answer === "object" ? answer.checksum : undefined;
  receiveVerdict(world, who, { ...verdict, ...(checksum !== undefined && { checksum }) });
}

/** No answer in time: an outage. The same is sent again. */
export function giveUp(world: World, who: number): void {
  const silence = classifyAnswer(failure("ETIMEDOUT"));
  if (world.subscriptions[who]!.memory.inFlight) receiveVerdict(world, who, silence);
}

function toHttp(answer: Answer, accepts: string | undefined): HttpAnswer {
  if (answer === "done") return { status: 200, accepts };
  if (answer === "rejected") return { status: 500 };
  return { status: 409, resumeAfter: String(answer.resumeAfter) };
}

function failure(code: string): HttpAnswer {
  return { error: Object.assign(new Error(), { code }) };
}

function receiveVerdict(world: World, who: number, verdict: Verdict): void {
  const { cursor, acceptsBatches, memory } = world.subscriptions[who]!;
  const { request, delivery } = memory.inFlight!;
  const named = verdict.kind === "resume" ? lookUp(world.log, verdict) : {};
  const attempt = { request, previous: delivery.previous!, cursor, acceptsBatches, named };
  if (named.confirmed) world.seen.add("had its checkpoint confirmed");
  if (named.resetFrom) world.seen.add("started over");
  delete memory.inFlight;
  if (verdict.kind === "rejected" && request.redelivery)
    noteRefusedAgain(world, who, delivery.events[0]!.id!);
  perform(world, who, world.rules.delivery.afterAnswer(memory.state, attempt, verdict, POLICY));
}

type Resume = Extract<Verdict, { kind: "resume" }>;

function lookUp(log: Log, { after: position, checksum }: Resume): PlaceCheck {
  if (checksum === undefined) return {};
  const isHere = position <= log.ids.length && checksum === checksumAt(log, position);
  return { [isHere ? "confirmed" : "resetFrom"]: { position, checksum } };
}

function perform(world: World, who: number, { state, action }: Step): void {
  const subscription = world.subscriptions[who]!;
  const { memory } = subscription;
  if (state.singleUntil > memory.state.singleUntil) world.seen.add("sent alone");
  memory.state = state;
  switch (action.kind) {
    case "advance":
      subscription.acceptsBatches = action.acceptsBatches;
      if (action.unpark !== undefined) subscription.parked.delete(action.unpark);
      subscription.cursor = Math.max(subscription.cursor, action.to);
      return;
    case "park":
      return park(world, who, action.position);
    case "goBack":
      subscription.cursor = action.to;
      if (action.failures > 0) memory.pauseEnds = world.now + POLICY.retryMaxMs;
      return;
    case "retry":
      memory.pauseEnds = world.now + POLICY.retryMaxMs;
  }
}

function park(world: World, who: number, position: number): void {
  const { parked, everParked } = world.subscriptions[who]!;
  const isRedelivery = parked.has(position);
  if (parked.get(position) !== "discarded")
    parked.set(position, isRedelivery ? "parked" : world.rules.poison);
  const id = world.log.ids[position - 1]!;
  if (isRedelivery) return void world.consumers[who]!.record.refusedAgain.delete(id);
  noteParked(world, who, id);
  everParked.add(id);
  world.seen.add("parked");
}

/** The subscriber reads the log, or opens a connection to the bus. */
export function signOfLife(world: World, who: number): void {
  const { memory } = world.subscriptions[who]!;
  if (memory.inFlight) return;
  const seen = world.rules.delivery.afterSignOfLife(memory.state, world.now, POLICY);
  if (!seen) return;
  memory.state = seen;
  if (memory.pauseEnds <= world.now) return;
  world.seen.add("tried at once");
  deliver(world, who, true);
}

/** The bus's process dies: what was not on disk, and every request in flight, is gone. Cursors may be old. */
export function crashBus(world: World, isCursorOld: boolean): void {
  world.unsynced = [];
  for (const subscription of world.subscriptions) {
    subscription.memory = newMemory();
    if (isCursorOld) subscription.cursor = Math.max(0, subscription.cursor - 2);
  }
  for (const { record } of world.consumers) forgetTries(record);
}
