// Hearing events and answering with events, without a database. The answer's id derives from its cause, so saying it twice
// says it once, and nothing needs to be remembered: until the bus has stored the answer, the delivery is not acknowledged.

import { backoffMs, pause } from "../base/backoff.ts";
import type { OutgoingEvent } from "../wire/cloud-events.ts";
import type { Inbox } from "../wire/delivery.ts";
import type { EventBus } from "./event-bus.ts";
import type { BlogEventType, EventOf } from "../events.ts";
import { effectOf, handle, type Handlers } from "./handlers.ts";
import type { Logger } from "../base/logger.ts";
import { createEvent } from "./outgoing-event.ts";
import { Problem } from "../base/problem.ts";
import { reasonOf } from "../base/reason.ts";

/** So many answers may wait for a course bus. A stranger who says events to us while it is away shall not fill our memory. */
const MOST_WAITING = 10_000;

export type Say = <Type extends BlogEventType>(type: Type, data: EventOf<Type>["data"]) => void;

interface ResponderOptions {
  source: string;
  bus: EventBus;
  log: Logger;
}

export function createResponder(
  { source, bus, log }: ResponderOptions,
  handlers: Handlers<Say>,
): Inbox {
  let waiting = 0;

  return {
    async receive({ events, log: busLog }, note) {
      if (waiting >= MOST_WAITING)
        throw new Problem(503, "The event bus has been away for too long.");
      const said: OutgoingEvent[] = [];
      const say: Say = (type, data) => said.push(createEvent(source, type, data));
      for (const event of events) {
        await handle(handlers, event, say);
        note?.(effectOf(handlers, event));
      }

      // A course bus may hold its answer until we have answered: waiting for it here would be waiting for ourselves.
      if (busLog === undefined) void publishLater(said);
      else await publishNow(said);
      return "done";
    },
  };

  async function publishNow(said: OutgoingEvent[]): Promise<void> {
    try {
      await bus.publish(said);
    } catch (error) {
      if (error instanceof Problem) throw error;
      // Says nothing about the event: the bus shall try again, and not suspect it.
      log.warn({ reason: reasonOf(error) }, "the event bus cannot be told yet");
      throw new Problem(503, "The event bus cannot be told yet.", {
        headers: { "retry-after": "1" },
      });
    }
  }

  // The delivery is answered already and will not come again: all there is to do is to keep trying.
  async function publishLater(said: OutgoingEvent[]): Promise<void> {
    waiting += said.length;
    await publishUntilTaken(said);
    waiting -= said.length;
  }

  async function publishUntilTaken(said: OutgoingEvent[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await bus.publish(said);
      } catch (error) {
        log.warn({ reason: reasonOf(error), attempt }, "the event bus cannot be told yet");
        if (error instanceof Problem) return;
        await pause(backoffMs(attempt, { firstMs: 100, maxMs: 3000 }));
      }
    }
  }
}
