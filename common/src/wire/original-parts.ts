// What the relay does for original (course) parts only. An original bus recognises no event that it has stored already, so it
// is asked before one is published that it may have. An original service acts on our answer at once, so a request may wait for
// the first attempt at its event (first-attempts.ts). Ours need neither: ids and any order are enough for them.

import type { OutgoingEvent } from "./cloud-events.ts";
import type { EventBus } from "../messaging/event-bus.ts";
import type { FirstAttempts } from "../messaging/first-attempts.ts";
import { Problem } from "../base/problem.ts";

/** The same bus for one publisher, which publishes in order, and what failed again before anything else. */
export function withCareForOriginals(bus: EventBus, attempts: FirstAttempts): EventBus {
  // The first event of the call before: the bus may have stored it, if it comes again. After a start, any may be stored.
  let tried: string | undefined;

  function setRace(): void {
    if (bus.mayRace?.()) attempts.begin();
    else attempts.end();
  }

  async function publish(events: OutgoingEvent[]): Promise<void> {
    const isInDoubt = tried === undefined || tried === events[0]?.id;
    tried = events[0]?.id;
    const published = isInDoubt ? await bus.findPublished?.(events) : undefined;
    const others = published ? events.filter((event) => !published.includes(event)) : events;
    if (others.length > 0) await bus.publish(others);
  }

  setRace();
  return {
    ...bus,
    async publish(events) {
      try {
        await publish(events);
        setRace();
      } catch (error) {
        const isDefinite = error instanceof Problem && error.status < 500;
        if (!isDefinite) attempts.end();
        throw error;
      }
    },
  };
}
