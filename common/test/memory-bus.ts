// A bus in memory, for tests of what talks to one: it can go away, come back and refuse. It keeps one event for each id.

import type { OutgoingEvent } from "@blog/common/wire/cloud-events";
import type { EventBus } from "@blog/common/messaging/event-bus";
import { Problem } from "@blog/common/base/problem";

export interface MemoryBus extends EventBus {
  /** The identity of its log. Undefined makes it a course bus, which knows neither ids nor positions. */
  log: string | undefined;
  /** What it has stored, in order. */
  events: OutgoingEvent[];
  /** Every call of publish, also those that failed. */
  calls: OutgoingEvent[][];
  isAway: boolean;
  /** Events of this type are refused permanently. */
  refusedType: string;
}

export function createMemoryBus(log: string | undefined = "log-1"): MemoryBus {
  const bus: MemoryBus = {
    log,
    events: [],
    calls: [],
    isAway: false,
    refusedType: "",

    async publish(events) {
      bus.calls.push(events);
      mustBeThere();
      if (events.some(({ type }) => type === bus.refusedType)) throw new Problem(413, "too large");
      for (const event of events) {
        if (!bus.events.some(({ id }) => id === event.id)) bus.events.push(event);
      }
    },

    async *read({ log: known, position }) {
      mustBeThere();
      const stored = bus.events.map((event, index) => ({ ...event, position: index + 1 }));
      if (bus.log === undefined) {
        yield { events: stored.map(({ type, data }) => ({ type, data })) };
        return;
      }
      // In chunks of two, so that a test sees more than one.
      let previous = known === bus.log ? position : 0;
      while (previous < stored.length) {
        const events = stored.slice(previous, previous + 2);
        yield { log: bus.log, previous, events };
        previous += events.length;
      }
    },

    async close() {},
  };

  function mustBeThere(): void {
    if (!bus.isAway) return;
    const code = "ECONNREFUSED";
    throw Object.assign(new Error(`connect ${code} 127.0.0.1:4005`), { code });
  }

  return bus;
}
