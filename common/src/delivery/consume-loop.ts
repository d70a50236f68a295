// What the consumers of a pull bus have in common: they begin again when the stream breaks off, and can look up single
// events.

import { backoffMs, pause } from "../base/backoff.ts";
import type { Delivery } from "../wire/delivery.ts";
import type { EventBus } from "../messaging/event-bus.ts";
import type { Logger } from "../base/logger.ts";
import { reasonOf } from "../base/reason.ts";

/** Consumes until its signal aborts, or something breaks. `onProgress` resets the count of failures. */
type Consume = (signal: AbortSignal, onProgress: () => void) => Promise<void>;

/** Calls `consume` again and again, with growing pauses, until `signal` aborts. */
export async function keepConsuming(
  consume: Consume,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const breakingOff = new AbortController();
    const consuming = consume(AbortSignal.any([signal, breakingOff.signal]), () => (failures = 0));
    const error = await consuming.catch((reason: unknown) => reason);
    breakingOff.abort();
    if (signal.aborted) return;
    failures += 1;
    const level = failures < 4 ? "debug" : "warn";
    log[level]({ reason: reasonOf(error), attempt: failures }, "cannot read from the event bus");
    await pause(backoffMs(failures, { firstMs: 50, maxMs: 3000 }), signal);
  }
}

/** The event at this position of this log, as one that is late. Throws when there is none. */
export async function findEvent(
  bus: EventBus,
  log: string,
  position: number,
  signal: AbortSignal,
): Promise<Delivery> {
  for await (const found of bus.read({ log, position: position - 1 }, signal)) {
    const [event] = found.events;
    if (found.log !== log || event?.position !== position) break;
    return { log, events: [event], redelivery: true };
  }
  throw new Error(`Nothing stands at position ${position} of the log.`);
}
