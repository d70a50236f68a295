// Delivers to one subscriber: sends what comes next, asks the delivery rules (common/src/delivery/delivery-rules.ts) what the
// answer leads to, and does it. No rule lives here.

import { failpoint } from "@blog/common/base/failpoint";
import type { Platform } from "@blog/common/base/platform";
import { createWakeUp } from "@blog/common/base/wake-up";
import { classifyAnswer, reasonWithCode } from "@blog/common/delivery/answer";
import {
  afterAnswer,
  afterSignOfLife,
  settled,
  START,
  type Step,
  waitOut,
} from "@blog/common/delivery/delivery-rules";
import { type PauseLength, retryPauseMs } from "@blog/common/delivery/retry-policy";
import type { EventLog } from "../log/event-log.ts";
import type { DeliverySettings } from "./delivery-settings.ts";
import { type DeliveryRequest, largestBatch, nextRequest, PROBE } from "./next-request.ts";
import { checksumAt, lookUp } from "./place.ts";
import type { Subscription } from "./subscription.ts";
import type { Transport } from "./transport.ts";

interface WorkerOptions {
  log: EventLog;
  subscription: Subscription;
  transport: Transport;
  settings: DeliverySettings;
  platform: Pick<Platform, "clock" | "random">;
}

export interface Worker {
  /** There may be something to do: a new event, or a parked one to redrive. */
  wake(): void;
  /** The subscriber has been seen alive. */
  signOfLife(): void;
  /** Ends after the request in flight, or cuts it after `graceMs`: an event cut off is delivered again. */
  stop(graceMs?: number): Promise<void>;
}

export function startWorker(options: WorkerOptions): Worker {
  const { log, subscription, transport, settings } = options;
  const { clock, random } = options.platform;
  const stopping = new AbortController();
  const { signal } = stopping;
  const wakeUp = createWakeUp(clock);
  const seenAgain = createWakeUp(clock);
  let state = START;

  const lag = () => log.tail() - subscription.cursor();

  async function run(): Promise<void> {
    // A redriven event has one try, which a connection that broke before would spend.
    let isSeen = false;
    while (!signal.aborted) {
      const isAlone = !subscription.acceptsBatches() || subscription.cursor() < state.singleUntil;
      const most = transport.maxEvents?.() ?? largestBatch(lag(), state.attempts, settings);
      const request = nextRequest(log, subscription, isAlone ? 1 : most);
      if (!request) await rest();
      else if (state.isBroken || (request.redelivery && !isSeen)) isSeen = await findSubscriber();
      else {
        isSeen = false;
        await deliver(request);
      }
    }
  }

  async function rest(): Promise<void> {
    // An original query has replayed the log by itself, for instance.
    if (!subscription.acceptsBatches()) {
      state = settled(state);
      report();
    }
    // A probe without an answer has had its pause already.
    if (state.attempts === 0) await wakeUp.wait(settings.probeMs * (0.5 + random()), signal);
    const isQuiet = lag() === 0 && subscription.nextRedrive() === undefined;
    if (isQuiet && subscription.acceptsBatches() && !signal.aborted) await deliver(PROBE);
  }

  /** False after a pause, where it is not there. */
  async function findSubscriber(): Promise<boolean> {
    const absence = await transport.lookForSubscriber?.();
    if (absence) await perform(waitOut(state, reasonWithCode(absence.error)));
    else state = { ...state, isBroken: false };
    return !absence;
  }

  async function deliver(request: DeliveryRequest): Promise<void> {
    const previous = subscription.previous();
    const place = { log: log.id, previous, previousChecksum: checksumAt(log, previous) };
    const outgoing = { ...request, ...place, ...state.named, attempt: state.attempts + 1 };
    const verdict = classifyAnswer(await transport.deliver(outgoing));
    // The cursor may have been moved meanwhile.
    const [cursor, acceptsBatches] = [subscription.cursor(), subscription.acceptsBatches()];
    const named = verdict.kind === "resume" ? lookUp(log, verdict) : {};
    const attempt = { request, previous, cursor, acceptsBatches, named };
    await perform(afterAnswer(state, attempt, verdict, settings));
  }

  async function perform(step: Step): Promise<void> {
    const { action } = step;
    state = step.state;
    switch (action.kind) {
      case "advance":
        failpoint("worker.answered");
        subscription.setAcceptsBatches(action.acceptsBatches);
        subscription.noteAnswer();
        if (action.unpark !== undefined) subscription.unpark(action.unpark);
        subscription.moveTo(action.to);
        return report();
      case "park":
        subscription.report("retrying", action.reason);
        subscription.park(action);
        return report();
      case "goBack":
        subscription.goBackTo(action.to);
        if (action.failures > 0) await clock.pause(beginPause(action), signal);
        return;
      case "retry":
        subscription.report(action.isAway ? "down" : "retrying", action.reason);
        if (action.isAway) await seenAgain.wait(beginPause(action), signal);
        else await clock.pause(beginPause(action), signal);
    }
  }

  function report(): void {
    subscription.report(lag() === 0 ? "idle" : "delivering");
  }

  function beginPause(length: PauseLength): number {
    const pauseMs = retryPauseMs(length, settings, random);
    subscription.pauseUntil(clock.now() + Math.round(pauseMs));
    return pauseMs;
  }

  const running = run();

  return {
    wake: wakeUp.notify,
    signOfLife() {
      const seen = afterSignOfLife(state, clock.monotonic(), settings);
      if (!seen) return;
      state = seen;
      seenAgain.notify();
    },
    async stop(graceMs = 3000) {
      stopping.abort();
      await Promise.race([running, clock.pause(graceMs)]);
      await transport.close();
      await running;
    },
  };
}
