// Replying to events with events, without a database. The reply's id derives from its cause, so the bus keeps one of two
// equal replies, and nothing needs to be stored: the delivery is not acknowledged before the bus has the reply.

import { backoffMs } from "../base/backoff.ts";
import { failpoint } from "../base/failpoint.ts";
import type { OutgoingEvent } from "../wire/cloud-events.ts";
import type { Inbox } from "../wire/delivery.ts";
import type { EventBus } from "./event-bus.ts";
import type { Contracts } from "./contracts.ts";
import { effectOf, handle, type Handlers } from "./handlers.ts";
import type { Logger } from "../base/logger.ts";
import { createEvent, type Publication } from "./outgoing-event.ts";
import { type Platform, systemPlatform } from "../base/platform.ts";
import { Problem } from "../base/problem.ts";
import { reasonOf } from "../base/reason.ts";

/** Upper bound on unpublished replies to an original bus: an untrusted sender must not exhaust memory while it is away. */
const MAX_PENDING = 10_000;

export type Reply<C extends Contracts = Contracts> = (...publication: Publication<C>) => void;

interface ResponderOptions<C extends Contracts> {
  contracts: C;
  source: string;
  bus: EventBus;
  log: Logger;
  /** So long a delivery of an original bus is held while its replies are being published. */
  holdMs?: number;
  platform?: Platform;
}

export function createResponder<C extends Contracts>(
  { contracts, source, bus, log, holdMs = 1000, platform = systemPlatform }: ResponderOptions<C>,
  handlers: Handlers<C, Reply<C>>,
): Inbox {
  const { clock, random } = platform;
  let waiting = 0;

  return {
    async receive({ events, log: busLog }, note) {
      if (waiting >= MAX_PENDING)
        throw new Problem(503, "The event bus has been away for too long.");
      const replies: OutgoingEvent[] = [];
      const reply: Reply = (...publication) => {
        replies.push(createEvent(source, publication, platform));
      };
      for (const event of events) {
        await handle(contracts, handlers, event, reply);
        note?.(effectOf(handlers, event));
      }

      if (busLog === undefined) await publishOrKeep(replies);
      else await publishNow(replies);
      return "done";
    },
  };

  async function publishNow(replies: OutgoingEvent[]): Promise<void> {
    try {
      await bus.publish(replies);
    } catch (error) {
      if (error instanceof Problem) throw error;
      log.warn({ reason: reasonOf(error) }, "cannot publish to the event bus yet");
      throw busUnavailable();
    }
  }

  // An original bus may never deliver this again: what cannot be published now is kept in memory. No 2xx before the replies
  // are stored; a bus that repeats what was not answered so loses none of them to a kill. But one that handles one request
  // after the other holds the attempt until it has our answer. It gets that in the end: by then it has our request.
  async function publishOrKeep(replies: OutgoingEvent[]): Promise<void> {
    waiting += replies.length;
    const firstAttempt = attempt(replies, 1);
    void firstAttempt.then(async (isSettled) => {
      if (!isSettled) await keepTrying(replies);
      waiting -= replies.length;
    });
    const answered = new AbortController();
    const isHeld = clock.pause(holdMs, answered.signal).then(() => true);
    const mayAnswer = await Promise.race([firstAttempt, isHeld]);
    answered.abort();
    if (!mayAnswer) throw busUnavailable();
  }

  async function keepTrying(replies: OutgoingEvent[]): Promise<void> {
    failpoint("responder.kept");
    for (let failures = 1; ; failures += 1) {
      await clock.pause(backoffMs(failures, { firstMs: 100, maxMs: 3000 }, random));
      if (await attempt(replies, failures + 1)) return;
    }
  }

  /** Resolves with whether the bus has stored the replies, or refused them permanently. */
  async function attempt(replies: OutgoingEvent[], number: number): Promise<boolean> {
    try {
      await bus.publish(replies);
      return true;
    } catch (error) {
      log.warn({ reason: reasonOf(error), attempt: number }, "cannot publish to the event bus yet");
      return error instanceof Problem;
    }
  }
}

// An outage, not the event's fault: the bus tries again and does not count it against the event.
function busUnavailable(): Problem {
  return new Problem(503, "The event bus does not take the reply yet.", {
    headers: { "retry-after": "1" },
  });
}
