// How a consumer that pulls tries a delivery: it hands it to the inbox, in its own process, and asks the delivery rules what
// the result leads to. A death of the process is counted outside of it (death-count.ts).

import type { Logger } from "../base/logger.ts";
import type { Platform } from "../base/platform.ts";
import type { PullBus } from "../messaging/event-bus.ts";
import type { Delivery, Inbox } from "../wire/delivery.ts";
import { classifyError } from "./answer.ts";
import type { Redriven } from "./dead-letters.ts";
import { type DeathCount, openDeathCount } from "./death-count.ts";
import { afterAnswer, type DeliveryState, START, type Step } from "./delivery-rules.ts";
import { type PauseLength, retryPauseMs, type RetryPolicy } from "./retry-policy.ts";

interface PullAttemptsOptions {
  bus: PullBus;
  inbox: Inbox;
  log: Logger;
  name: string;
  replica: string;
  retryPolicy: RetryPolicy;
  platform: Platform;
}

interface AttemptOptions {
  deaths?: DeathCount | undefined;
  signal: AbortSignal;
}

export interface PullAttempts {
  /**
   * One try. An event of which processes have died has none, and is to be parked. Rejects when the inbox is elsewhere, since
   * its consumer has to read anew then; and when `signal` has aborted.
   */
  attempt(delivery: Delivery, state: DeliveryState, options: AttemptOptions): Promise<Step>;
  pauseMs(length: PauseLength): number;
  /** Rejects when `signal` aborts. */
  pause(length: PauseLength, signal: AbortSignal): Promise<void>;
  /** One try for a parked event, which comes late. Undefined when the log has none there. Rejects on an outage, too. */
  redrive(log: string, position: number, signal: AbortSignal): Promise<Redriven | undefined>;
}

const DONE = { kind: "done", batches: true } as const;

export function createPullAttempts(options: PullAttemptsOptions): PullAttempts {
  const { bus, inbox, log, name, replica, retryPolicy } = options;
  const { clock, random } = options.platform;

  async function attempt(
    delivery: Delivery,
    state: DeliveryState,
    { deaths, signal }: AttemptOptions,
  ): Promise<Step> {
    const events = delivery.events.map(({ position = 0 }) => ({ position }));
    const deadly = deaths?.deadly(delivery);
    if (deadly) return { state, action: { kind: "park", ...events[0]!, ...deadly } };

    const receive = () => inbox.receive(delivery);
    const result = await (deaths ? deaths.watch(delivery, receive) : receive()).catch(
      classifyError,
    );
    if (result !== "done") signal.throwIfAborted();
    if (result !== "done" && "resumeAfter" in result)
      throw new Error("The checkpoint was moved meanwhile.");
    const { redelivery } = delivery;
    const request = { events, asBatch: events.length > 1, ...(redelivery && { redelivery }) };
    // It asks for no place: it reads on from its own.
    const tried = { request, previous: 0, cursor: 0, named: {}, acceptsBatches: true };
    const step = afterAnswer(state, tried, result === "done" ? DONE : result, retryPolicy);
    logRetry(step);
    return step;
  }

  function logRetry({ action }: Step): void {
    if (action.kind !== "retry") return;
    const { reason, failures } = action;
    log[failures === 1 ? "warn" : "debug"]({ reason, failures }, "an event cannot be taken yet");
  }

  const pauseMs = (length: PauseLength) => retryPauseMs(length, retryPolicy, random);

  async function pause(length: PauseLength, signal: AbortSignal): Promise<void> {
    await clock.pause(pauseMs(length), signal);
    signal.throwIfAborted();
  }

  return {
    attempt,
    pauseMs,
    pause,
    async redrive(id, position, signal) {
      const late = await findEvent(bus, { log: id, position }, signal);
      if (!late) return undefined;
      const deaths = await openDeathCount(bus.unfinished(name), `${replica}-${position}`);
      const { action } = await attempt(late, START, { deaths, signal });
      if (action.kind === "retry") throw new Error(action.reason);
      if (action.kind !== "park") return "done";
      await deaths.clear();
      return action;
    },
  };
}

/** The event at this position of this log, as one that is late. Undefined when there is none. */
async function findEvent(
  bus: PullBus,
  { log, position }: { log: string; position: number },
  signal: AbortSignal,
): Promise<Delivery | undefined> {
  // A bus that finds no event at the position before reads from the start of its log, or of what is left of it.
  for await (const found of bus.read({ log, position: position - 1 }, signal)) {
    const event = found.events.find((each) => each.position === position);
    if (found.log !== log) break;
    if (event) return { log, events: [event], redelivery: true };
    if ((found.events.at(-1)?.position ?? 0) > position) break;
  }
  return undefined;
}
