// Passes the outbox on to the bus: in order, in batches, under the same ids until acknowledged. It waits longer and longer
// while the bus is away, and a new event does not cut that pause short: else every post would hammer a sick bus. Of several
// processes with one outbox, one does this.

import { backoffMs, pause } from "../base/backoff.ts";
import type { OutgoingEvent } from "../wire/cloud-events.ts";
import { createDoorbell } from "../base/doorbell.ts";
import type { EventBus } from "./event-bus.ts";
import { failpoint } from "../base/failpoint.ts";
import type { Logger } from "../base/logger.ts";
import type { Outbox } from "./outbox.ts";
import { Problem } from "../base/problem.ts";
import { reasonOf } from "../base/reason.ts";

interface RelayOptions {
  outbox: Outbox;
  bus: EventBus;
  log: Logger;
  /** At most this many events in one request. With fewer, what 256 people write comes in faster than it is told. */
  batchSize?: number;
  retryMaxMs?: number;
}

const GRACE_MS = 3000;

export interface Relay {
  /**
   * Finishes the request under way, or leaves it after three seconds to the closing of the bus's connections. What still
   * waits is sent after the next start.
   */
  stop(): Promise<void>;
}

export function startRelay({
  outbox,
  bus,
  log,
  batchSize = 400,
  retryMaxMs = 3000,
}: RelayOptions): Relay {
  const stopping = new AbortController();
  let failures = 0;
  // Whether the bus may have stored something that is still in the outbox: after a start, and after a failed attempt.
  let isInDoubt = true;
  const doorbell = createDoorbell();
  outbox.onAdd(doorbell.ring);

  async function run(signal: AbortSignal): Promise<void> {
    if (bus.mayRace?.()) outbox.attempts.begin();
    while (!signal.aborted) {
      try {
        await sendNext(signal);
        failures = 0;
      } catch (error) {
        failures += 1;
        isInDoubt = true;
        outbox.attempts.end();
        if (failures === 1)
          log.warn({ reason: reasonOf(error) }, "the event bus cannot be told yet");
        await pause(backoffMs(failures, { firstMs: 50, maxMs: retryMaxMs }), signal);
      }
    }
    outbox.attempts.end();
  }

  async function sendNext(signal: AbortSignal): Promise<void> {
    const noted = outbox.attempts.noted();
    const found = await outbox.waiting(batchSize);
    const events = isInDoubt ? await withoutPublished(found) : found;
    isInDoubt = false;
    // Behind a full batch there may be more, which were not tried yet.
    const isAll = found.length < batchSize;
    const onTried = (left: number) => {
      if (isAll) outbox.attempts.tried(noted - left);
    };
    if (bus.takesBatches?.() === false) await sendOneByOne(events, onTried);
    else if (events.length > 0) await send(events);
    onTried(0);
    if (!bus.mayRace?.()) outbox.attempts.end();
    else if (isAll) outbox.attempts.begin();
    if (found.length === 0) await doorbell.wait(outbox.lookEveryMs, signal);
  }

  // An original bus has no memory of ids: what it has stored already would be delivered twice.
  async function withoutPublished(events: OutgoingEvent[]): Promise<OutgoingEvent[]> {
    const published = events.length > 0 ? await bus.findPublished?.(events) : undefined;
    if (!published?.length) return events;
    await outbox.remove(published);
    return events.filter((event) => !published.includes(event));
  }

  async function send(events: OutgoingEvent[]): Promise<void> {
    try {
      await bus.publish(events);
      failpoint("relay.published");
      await outbox.remove(events);
    } catch (error) {
      const isDefinite = error instanceof Problem && error.status < 500;
      if (!isDefinite) throw error;
      await sendOneByOne(events);
    }
  }

  // As an original bus takes them; or because one of them is refused for good. That is set aside, or it would hold up everything
  // behind it for ever.
  async function sendOneByOne(
    events: OutgoingEvent[],
    onTried: (left: number) => void = () => {},
  ): Promise<void> {
    for (const [index, event] of events.entries()) {
      try {
        await bus.publish([event]);
        failpoint("relay.published");
        await outbox.remove([event]);
        onTried(events.length - index - 1);
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error;
        log.error(
          { reason: error.message, id: event.id, type: event.type },
          "the event bus will never take this event",
        );
        await outbox.refuse(event, error.message);
      }
    }
  }

  const running = outbox.asOnlySender(stopping.signal, run);

  return {
    async stop() {
      stopping.abort();
      await Promise.race([running, pause(GRACE_MS)]);
    },
  };
}
