// The delivery rules: one worker per subscriber. This file and answer.ts are all there is to them.
//
// 1. Events go out in log order, one request at a time: one event, or a batch if the subscriber has said it takes them.
// 2. Workers share nothing but the log. A sick subscriber slows nobody else, and an append waits for no delivery.
// 3. Done moves the cursor. The cursor is a hint; each delivery says which position came before it, and a consumer that
//    misses something answers where to resume. Then the worker goes back.
// 4. An outage is retried for ever, with growing pauses. It says nothing about the event and is never counted against it.
// 5. A suspect in a batch is found by sending its events alone. Alone, it has `parkAfter` tries; then it is parked for this
//    subscriber, and the rest goes on. A parked event is skipped, also after going back, until it is redriven by hand.
// 6. A redriven event has one try, marked as redelivery. It comes late: the consumer judges it by its id alone.
// 7. New events do not cut a pause short, or every publish would hammer the sick.
// 8. An idle subscriber that takes batches is sent an empty one now and then: is what you know still what I have sent?
//    So a consumer that was restored from a backup is noticed, and "down" is known before there is anything to say.

import { backoffMs, pause } from "@blog/common/backoff";
import { createDoorbell } from "@blog/common/doorbell";
import { judge, type Verdict } from "./answer.ts";
import type { EventLog } from "./event-log.ts";
import type { StoredEvent } from "./stored-event.ts";
import type { Subscription } from "./subscription.ts";
import type { Transport } from "./transport.ts";

export interface DeliverySettings {
  batchSize: number;
  parkAfter: number;
  retryFirstMs: number;
  retryMaxMs: number;
  probeMs: number;
}

interface WorkerOptions {
  log: EventLog;
  subscription: Subscription;
  transport: Transport;
  settings: DeliverySettings;
}

export interface Worker {
  /** There may be something to do: a new event, or a parked one to redrive. */
  wake(): void;
  /** Ends after the request under way, or cuts it after `graceMs`: an event cut off is delivered again. */
  stop(graceMs?: number): Promise<void>;
}

interface Request {
  events: StoredEvent[];
  asBatch: boolean;
  redelivery?: true;
}

export function startWorker({ log, subscription, transport, settings }: WorkerOptions): Worker {
  const stopping = new AbortController();
  const doorbell = createDoorbell();
  let takesBatches = false;
  let sendsAlone = false;
  // Tries since the last success: all of them, and those that cast suspicion on the event.
  let attempts = 0;
  let suspicions = 0;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const request = redrive() ?? next();
      if (request) await deliver(request);
      else await rest();
    }
  }

  function redrive(): Request | undefined {
    const position = subscription.nextRedrive();
    if (position === undefined) return undefined;
    return { events: log.read(position - 1, 1), asBatch: false, redelivery: true };
  }

  function next(): Request | undefined {
    const limit = takesBatches && !sendsAlone ? settings.batchSize : 1;
    for (;;) {
      const read = log.read(subscription.cursor(), limit);
      const events = read.filter(({ position }) => !subscription.isParked(position));
      if (events.length > 0) return { events, asBatch: events.length > 1 };
      if (read.length === 0) return undefined;
      subscription.moveTo(read.at(-1)!.position);
    }
  }

  async function rest(): Promise<void> {
    if (attempts === 0)
      await doorbell.wait(settings.probeMs * (0.5 + Math.random()), stopping.signal);
    const isQuiet =
      subscription.cursor() === log.tail() && subscription.nextRedrive() === undefined;
    if (isQuiet && takesBatches && !stopping.signal.aborted)
      await deliver({ events: [], asBatch: true });
  }

  async function deliver(request: Request): Promise<void> {
    attempts += 1;
    const previous = subscription.previous();
    const answer = await transport.deliver({
      ...request,
      log: log.id,
      previous,
      attempt: attempts,
    });
    const verdict = judge(answer);
    if (verdict.kind === "done") return succeed(request, verdict);
    if (verdict.kind === "resume" && verdict.after < previous) return goBack(verdict.after);
    if (verdict.kind === "outage" || request.events.length === 0) return waitOut(verdict);
    return suspect(
      request,
      "reason" in verdict ? verdict.reason : "asked for what it was just sent",
    );
  }

  function succeed(
    { events, asBatch, redelivery }: Request,
    { batches }: { batches: boolean },
  ): void {
    // An original service that took our service's place answers 200 to a batch, and has understood nothing of it.
    const isLost = asBatch && !batches && events.length > 0;
    takesBatches = batches;
    attempts = suspicions = 0;
    if (isLost) return;
    sendsAlone = false;
    if (redelivery) subscription.unpark(events[0]!.position);
    else if (events.length > 0) subscription.moveTo(events.at(-1)!.position);
    subscription.report(subscription.cursor() === log.tail() ? "idle" : "delivering");
  }

  async function goBack(position: number): Promise<void> {
    subscription.goBackTo(position);
    // Twice in a row: two consumers behind one address, each with a checkpoint of its own. Do not spin.
    if (attempts > 1) await waitBefore(attempts);
  }

  async function waitOut(verdict: Verdict): Promise<void> {
    subscription.report(
      "down",
      "reason" in verdict ? verdict.reason : "gave no sense when asked where it is",
    );
    const atLeastMs =
      verdict.kind === "outage" ? Math.min(verdict.retryAfterMs ?? 0, settings.retryMaxMs) : 0;
    await waitBefore(attempts, atLeastMs);
  }

  async function suspect({ events, redelivery }: Request, reason: string): Promise<void> {
    const { position } = events[0]!;
    subscription.report("retrying", reason);
    if (redelivery) return subscription.refuseRedrive(position, reason);
    if (events.length > 1) sendsAlone = true;
    else suspicions += 1;
    if (suspicions < settings.parkAfter) return waitBefore(attempts);
    subscription.park({ position, reason, attempts: suspicions });
    attempts = suspicions = 0;
  }

  function waitBefore(attempt: number, atLeastMs = 0): Promise<void> {
    const { retryFirstMs: firstMs, retryMaxMs: maxMs } = settings;
    return pause(Math.max(atLeastMs, backoffMs(attempt, { firstMs, maxMs })), stopping.signal);
  }

  const running = run();

  return {
    wake: doorbell.ring,
    async stop(graceMs = 3000) {
      stopping.abort();
      await Promise.race([running, pause(graceMs)]);
      await transport.close();
      await running;
    },
  };
}
