// Passes the outbox on to the bus: in order, in batches, under the same ids until acknowledged. It waits longer and longer
// while the bus is away, and a new event does not cut that pause short: else every post would hammer a sick bus. A delivery
// does where the bus could not be reached: it is back. Of several processes with one outbox, one does this.

import { backoffMs } from "../base/backoff.ts";
import type { OutgoingEvent } from "../wire/cloud-events.ts";
import { createWakeUp } from "../base/wake-up.ts";
import type { EventBus } from "./event-bus.ts";
import { failpoint } from "../base/failpoint.ts";
import type { Logger } from "../base/logger.ts";
import type { CheckpointedInbox } from "./inbox.ts";
import type { Outbox } from "./outbox.ts";
import { type Platform, systemPlatform } from "../base/platform.ts";
import { Problem } from "../base/problem.ts";
import { isUnreachable, reasonOf } from "../base/reason.ts";

interface RelayOptions {
  outbox: Outbox;
  bus: EventBus;
  /** Where the bus delivers. Without it, only time ends a pause. */
  inbox?: CheckpointedInbox;
  log: Logger;
  /** At most this many events in one request. With fewer, what 256 people write comes in faster than it is published. */
  batchSize?: number;
  retryMaxMs?: number;
  platform?: Platform;
}

const GRACE_MS = 3000;

export interface Relay {
  /** Waits for the request in flight, for three seconds at most. What is not published is sent after the next start. */
  stop(): Promise<void>;
}

export function startRelay({
  outbox,
  bus,
  inbox,
  log,
  batchSize = 400,
  retryMaxMs = 3000,
  platform: { clock, random } = systemPlatform,
}: RelayOptions): Relay {
  const stopping = new AbortController();
  const wakeUp = createWakeUp(clock);
  outbox.onAdd(wakeUp.notify);
  const busIsBack = createWakeUp(clock);
  inbox?.onDelivery?.(busIsBack.notify);

  async function run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await sendNext(signal);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1)
          log.warn({ reason: reasonOf(error) }, "cannot publish to the event bus yet");
        const pauseMs = backoffMs(failures, { firstMs: 50, maxMs: retryMaxMs }, random);
        await (isUnreachable(error) ? busIsBack.wait : clock.pause)(pauseMs, signal);
      }
    }
  }

  async function sendNext(signal: AbortSignal): Promise<void> {
    // Where the bus stores events singly, each is removed before the next is sent: a crash repeats one event at most.
    const events = await outbox.waiting(bus.acceptsBatches?.() === false ? 1 : batchSize);
    if (events.length > 0) await send(events);
    else await wakeUp.wait(outbox.lookEveryMs, signal);
  }

  async function send(events: OutgoingEvent[]): Promise<void> {
    try {
      await bus.publish(events);
      failpoint("relay.published");
      await outbox.remove(events);
    } catch (error) {
      const isDefinite = error instanceof Problem && error.status < 500;
      if (!isDefinite) throw error;
      await refuse(events, error);
    }
  }

  // One of them is refused permanently. It is set aside, or it would hold up everything behind it.
  async function refuse(events: OutgoingEvent[], { message: reason }: Problem): Promise<void> {
    const [event, ...others] = events;
    if (!event) return;
    if (others.length > 0) {
      for (const each of events) await send([each]);
      return;
    }
    log.error(
      { reason, id: event.id, type: event.type },
      "the event bus will never take this event",
    );
    await outbox.markRejected(event, reason);
  }

  const running = outbox.withSenderLock(stopping.signal, run);

  return {
    async stop() {
      stopping.abort();
      await Promise.race([running, clock.pause(GRACE_MS)]);
    },
  };
}

// Next: event-bus/src/log/event-log.ts, where the bus keeps it.
