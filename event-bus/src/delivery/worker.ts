// The delivery rules: one worker per subscriber. This file and answer.ts are all there is to them;
// next-request.ts looks up what comes next.
//
// 1. Events go out in log order, one request at a time: one event, or a batch if the subscriber has answered that it takes them.
// 2. Workers share nothing but the log. A sick subscriber slows no other, and an append waits for no delivery.
// 3. Done moves the cursor. The cursor is a hint; each delivery names the place it follows, and a consumer that is
//    elsewhere answers with its checkpoint. Then the worker goes back, or confirms that place, or denies it (place.ts).
// 4. An outage is retried without a limit, with growing pauses. It is not the event's fault and is never counted against it.
// 5. An event that spoils a batch is found by sending its events alone. Alone, it has `parkAfter` tries; then it is parked
//    (dead-lettered) for this subscriber, and the rest goes on. It is skipped, also after going back, until it is redriven.
//    A connection that breaks may mean that the process died of the event. A subscriber without a checkpoint loses all it has
//    with that, so its event has `parkAfterBreaks` of those. A cut network breaks connections, too: before an event on which
//    one broke is sent again, the subscriber must be there without it. If not, it is an outage.
// 6. A redriven event has one try, marked as redelivery. It comes late: the consumer judges it by its id alone.
// 7. New events do not cut a pause short. A subscriber that was away and is seen again is tried at once (retry-pauses.ts).
// 8. An idle subscriber that takes batches is sent an empty one now and then: does your checkpoint still match what I have sent?
//    So a consumer that was restored from a backup is noticed, and "down" is known before there is an event to deliver.

import { pause } from "@blog/common/base/backoff";
import { createWakeUp } from "@blog/common/base/wake-up";
import { failpoint } from "@blog/common/base/failpoint";
import { classifyAnswer, reasonOf, type Verdict } from "./answer.ts";
import type { DeliverySettings } from "./delivery-settings.ts";
import type { EventLog } from "../log/event-log.ts";
import { type DeliveryRequest, largestBatch, nextRequest, PROBE } from "./next-request.ts";
import { createResumeTracker, type ResumePoint } from "./place.ts";
import { createRetryPauses } from "./retry-pauses.ts";
import type { Subscription } from "./subscription.ts";
import { createRejectionCount } from "./rejection-count.ts";
import type { Transport } from "./transport.ts";

interface WorkerOptions {
  log: EventLog;
  subscription: Subscription;
  transport: Transport;
  settings: DeliverySettings;
}

export interface Worker {
  /** There may be something to do: a new event, or a parked one to redrive. */
  wake(): void;
  /** The subscriber has been seen alive. */
  signOfLife(): void;
  /** Ends after the request in flight, or cuts it after `graceMs`: an event cut off is delivered again. */
  stop(graceMs?: number): Promise<void>;
}

type Rejected = Extract<Verdict, { kind: "rejected" }>;

export function startWorker({ log, subscription, transport, settings }: WorkerOptions): Worker {
  const stopping = new AbortController();
  const wakeUp = createWakeUp();
  // Up to this position events go alone: one of them has spoilt a batch.
  let singleUntil = 0;
  // Tries since the last success.
  let attempts = 0;
  // The last try broke the connection, and the subscriber was not seen since.
  let isBroken = false;
  const rejections = createRejectionCount(settings);
  const pauses = createRetryPauses(settings, stopping.signal, subscription.pauseUntil);
  const resumeTracker = createResumeTracker(log);

  const lag = () => log.tail() - subscription.cursor();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const isAlone = !subscription.acceptsBatches() || subscription.cursor() < singleUntil;
      const most = transport.maxEvents?.() ?? largestBatch(lag(), attempts, settings);
      const request = nextRequest(log, subscription, isAlone ? 1 : most);
      if (!request) await rest();
      else if (isBroken) await lookForSubscriber();
      else await deliver(request);
    }
  }

  async function rest(): Promise<void> {
    // Nothing is left to try, so nothing has failed: an original query has replayed the log by itself, for instance.
    if (!subscription.acceptsBatches()) settle();
    // A probe without an answer has had its pause already.
    if (attempts === 0)
      await wakeUp.wait(settings.probeMs * (0.5 + Math.random()), stopping.signal);
    const isQuiet = lag() === 0 && subscription.nextRedrive() === undefined;
    if (isQuiet && subscription.acceptsBatches() && !stopping.signal.aborted) await deliver(PROBE);
  }

  async function lookForSubscriber(): Promise<void> {
    const failure = await transport.lookForSubscriber?.();
    isBroken = failure !== undefined;
    if (failure) await waitOut(reasonOf(failure.error));
  }

  async function deliver(request: DeliveryRequest): Promise<void> {
    attempts += 1;
    const previous = subscription.previous();
    const about = { ...resumeTracker.describe(previous), attempt: attempts };
    const verdict = classifyAnswer(await transport.deliver({ ...request, ...about }));

    if (verdict.kind === "done") return succeed(request, verdict.batches);
    if (verdict.kind === "outage") return waitOut(verdict.reason, verdict.retryAfterMs);
    if (verdict.kind === "resume") {
      const way = resumeTracker.resume(verdict, { previous, cursor: subscription.cursor() });
      if (way) return goOn(way);
    }
    const stuck = { kind: "rejected", reason: "asked for what it was just sent" } as const;
    return handleRejection(request, verdict.kind === "rejected" ? verdict : stuck);
  }

  function succeed({ events, asBatch, redelivery }: DeliveryRequest, batches: boolean): void {
    failpoint("worker.answered");
    // An original service that took our service's place answers 200 to a batch, and has understood nothing of it.
    const isLost = asBatch && !batches;
    subscription.setAcceptsBatches(batches);
    subscription.noteAnswer();
    const last = events.at(-1)?.position;
    if (redelivery) subscription.unpark(last!);
    else if (last && !isLost) subscription.moveTo(last);
    resumeTracker.reached(subscription.cursor());
    settle();
  }

  function settle(): void {
    attempts = 0;
    isBroken = false;
    rejections.clear();
    pauses.reset();
    subscription.report(lag() === 0 ? "idle" : "delivering");
  }

  async function goOn({ after, rewinds }: ResumePoint): Promise<void> {
    subscription.goBackTo(after);
    if (rewinds > 1) await pauses.afterRewinds(rewinds);
  }

  async function waitOut(reason: string, retryAfterMs = 0): Promise<void> {
    subscription.report("down", reason);
    await pauses.afterOutage(retryAfterMs);
  }

  async function handleRejection(request: DeliveryRequest, { reason, isBreak = false }: Rejected) {
    if (request === PROBE) return waitOut(reason);
    isBroken = isBreak;
    subscription.report("retrying", reason);
    const { position } = request.events.at(-1)!;
    if (request.events.length > 1) {
      singleUntil = position;
      return pauses.afterFailure();
    }
    const isRedelivery = request.redelivery === true;
    const hasCheckpoint = subscription.acceptsBatches();
    const failure = { position, isBreak, isRedelivery, hasCheckpoint };
    const { tries, isEnough } = rejections.add(failure);
    if (!isEnough) return pauses.afterFailure();
    subscription.park({ position, reason, attempts: tries });
    settle();
  }

  const running = run();

  return {
    wake: wakeUp.notify,
    signOfLife: pauses.signOfLife,
    async stop(graceMs = 3000) {
      stopping.abort();
      await Promise.race([running, pause(graceMs)]);
      await transport.close();
      await running;
    },
  };
}

// Next: common/src/messaging/inbox.ts, how a subscriber handles it exactly once.
