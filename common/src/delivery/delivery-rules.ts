// The delivery rules, as pure functions. Each try to deliver leads to one action, which others perform: the worker of the bus
// (event-bus/src/delivery/worker.ts), the consumers of NATS beside this file, and the model that tries accidents (tests/chaos).
//
// 1. Events go out in log order, one request at a time: one event, or a batch if the subscriber has answered that it takes them.
// 2. Workers share nothing but the log. A sick subscriber slows no other, and an append waits for no delivery.
// 3. Done moves the cursor. The cursor is a hint; each delivery names the place it follows, and a consumer that is
//    elsewhere answers with its checkpoint. Then delivery goes back there, or confirms that place, or denies it.
// 4. An outage is retried without a limit, with growing pauses. It is not the event's fault and is never counted against it.
// 5. An event that spoils a batch is found by sending its events alone. Alone, it has `parkAfter` tries; then it is parked
//    (dead-lettered) for this subscriber, and the rest goes on. It is skipped, also after going back, until it is redriven.
//    A connection that breaks may mean that the process died of the event. A subscriber without a checkpoint loses all it has
//    with that, so its event has `parkAfterBreaks` of those. A cut network breaks connections, too: before an event on which
//    one broke is sent again, the subscriber must be there without it. If not, it is an outage.
// 6. A redriven event has one try, marked as redelivery, once its subscriber is seen to be there. The consumer judges it by its id.
// 7. New events do not cut a pause short, or every publish would hammer the sick. A subscriber that was away and is seen
//    again is tried at once.
// 8. An idle subscriber that takes batches is sent an empty one now and then: does your checkpoint still match what I have sent?
//    So a consumer that was restored from a backup is noticed, and "down" is known before there is an event to deliver.

import type { Delivery } from "../wire/delivery.ts";
import type { Verdict } from "./answer.ts";
import type { RetryPolicy } from "./retry-policy.ts";

/** The checkpoint that a subscriber has named, and whether the log contains it. Empty for one without a checksum. */
export type PlaceCheck = Pick<Delivery, "confirmed" | "resetFrom">;

/** What was tried, and how its subscriber stands now. No events are a probe. */
export interface Attempt {
  request: { events: readonly { position: number }[]; asBatch: boolean; redelivery?: true };
  /** The position that the request named as the one before its events. */
  previous: number;
  cursor: number;
  named: PlaceCheck;
  /** It takes batches, so it keeps a checkpoint: what it has taken survives its process. */
  acceptsBatches: boolean;
}

/** What is to be done. A pause is as long as after `failures` in a row; none after 0. */
export type Action =
  | { kind: "advance"; to: number; unpark?: number; acceptsBatches: boolean }
  | { kind: "park"; position: number; reason: string; attempts: number }
  | { kind: "goBack"; to: number; failures: number }
  /** `isAway`: a sign of life ends the pause. */
  | { kind: "retry"; reason: string; failures: number; atLeastMs: number; isAway: boolean };

/** What is known of one subscriber in memory: a process that starts anew begins at `START`. */
export interface DeliveryState {
  /** Failed tries since the last success. */
  attempts: number;
  /** Failures since the last success or sign of life: the pauses grow with them. */
  failures: number;
  /** The last failure was an outage. */
  isAway: boolean;
  /** When a sign of life last ended a pause, in ms. */
  seenAt: number;
  /** The last try broke the connection, and the subscriber was not seen since. */
  isBroken: boolean;
  /** Up to this position events go alone: one of them has spoilt a batch. */
  singleUntil: number;
  /** How often one event was rejected alone, and how many of these were breaks. */
  rejected: { position: number; tries: number; breaks: number };
  /** Sent along until the cursor is past it. */
  named: PlaceCheck;
  /** How far the cursor was before it went back, and how often it did since it was further. */
  furthest: number;
  rewinds: number;
}

const NEVER_REJECTED = { position: 0, tries: 0, breaks: 0 };
const NO_FAILURE = { attempts: 0, failures: 0, isAway: false, isBroken: false };
export const START: DeliveryState = {
  ...{ ...NO_FAILURE, rejected: NEVER_REJECTED, singleUntil: 0, seenAt: -Infinity },
  ...{ named: {}, furthest: 0, rewinds: 0 },
};

export type Step = { state: DeliveryState; action: Action };

export function afterAnswer(
  state: DeliveryState,
  attempt: Attempt,
  verdict: Verdict,
  policy: RetryPolicy,
): Step {
  if (verdict.kind === "done") return succeed(state, attempt, verdict.batches);
  const failed = { ...state, attempts: state.attempts + 1 };
  if (verdict.kind === "outage") return waitOut(failed, verdict.reason, verdict.retryAfterMs);
  if (verdict.kind === "rejected") return reject(failed, attempt, verdict, policy);
  const stuck = { reason: "asked for what it was just sent" };
  return resume(failed, attempt, verdict.after) ?? reject(failed, attempt, stuck, policy);
}

/** After a break the subscriber was looked for, and is not there. */
export function waitOut(state: DeliveryState, reason: string, atLeastMs = 0): Step {
  return retry({ ...state, isAway: true }, reason, atLeastMs);
}

/** Nothing has failed, or what has is done with. */
export function settled(state: DeliveryState): DeliveryState {
  return { ...state, ...NO_FAILURE, rejected: NEVER_REJECTED };
}

/**
 * The subscriber was seen, at `now` in ms. Undefined where that ends no pause: it was not away, or was seen just now. One
 * that asks all the time and cannot take its events would hammer itself.
 */
export function afterSignOfLife(state: DeliveryState, now: number, policy: RetryPolicy) {
  if (!state.isAway || now - state.seenAt < policy.retryMaxMs) return undefined;
  return { ...state, seenAt: now, failures: 0 };
}

function succeed(state: DeliveryState, attempt: Attempt, acceptsBatches: boolean): Step {
  const { cursor, request } = attempt;
  const { events, asBatch, redelivery } = request;
  const last = events.at(-1)?.position ?? 0;
  // An original service that took our service's place answers 200 to a batch, and has understood nothing of it.
  const isLost = asBatch && !acceptsBatches;
  const to = redelivery || isLost ? cursor : Math.max(cursor, last);
  const rewinds = to > state.furthest ? 0 : state.rewinds;
  const named = to < (state.named.confirmed?.position ?? 0) ? state.named : {};
  const unpark = redelivery && { unpark: last };
  return {
    state: { ...settled(state), rewinds, named },
    action: { kind: "advance", to, ...unpark, acceptsBatches },
  };
}

/** Undefined when what it asks for makes no sense. */
function resume(before: DeliveryState, attempt: Attempt, after: number): Step | undefined {
  const { named, previous, cursor } = attempt;
  const state = { ...before, named, furthest: Math.max(before.furthest, cursor) };
  const to = named.resetFrom ? 0 : after;
  if (to < previous) {
    // Two consumers behind one address, each with a checkpoint of its own, would make us go back without end.
    const rewinds = before.rewinds + 1;
    const failures = rewinds > 1 ? rewinds : 0;
    return { state: { ...state, rewinds }, action: { kind: "goBack", to, failures } };
  }
  // It is ahead: the same events are sent again, with its checkpoint confirmed.
  const isConfirmed = JSON.stringify(named) === JSON.stringify(before.named);
  return isConfirmed ? undefined : { state, action: { kind: "goBack", to: cursor, failures: 0 } };
}

function reject(
  before: DeliveryState,
  { request, acceptsBatches }: Attempt,
  { reason, isBreak = false }: { reason: string; isBreak?: boolean },
  { parkAfter, parkAfterBreaks }: RetryPolicy,
): Step {
  const { events, redelivery } = request;
  const position = events.at(-1)?.position;
  if (position === undefined) return waitOut(before, reason);
  const state = { ...before, isAway: false, isBroken: isBreak };
  if (events.length > 1) return retry({ ...state, singleUntil: position }, reason);

  const known = before.rejected.position === position ? before.rejected : NEVER_REJECTED;
  const tries = known.tries + 1;
  const breaks = known.breaks + Number(isBreak);
  const isDeadly = !acceptsBatches && breaks >= parkAfterBreaks;
  if (redelivery || isDeadly || tries >= parkAfter)
    return { state: settled(state), action: { kind: "park", position, reason, attempts: tries } };
  return retry({ ...state, rejected: { position, tries, breaks } }, reason);
}

function retry(before: DeliveryState, reason: string, atLeastMs = 0): Step {
  const state = { ...before, failures: before.failures + 1 };
  const { failures, isAway } = state;
  return { state, action: { kind: "retry", reason, failures, atLeastMs, isAway } };
}

// Next: common/src/messaging/inbox.ts, how a subscriber handles an event exactly once.
