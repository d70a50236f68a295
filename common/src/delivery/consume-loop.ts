// The consumers of a pull bus begin again when the stream breaks off.

import { backoffMs } from "../base/backoff.ts";
import type { Logger } from "../base/logger.ts";
import type { Platform } from "../base/platform.ts";
import { reasonOf } from "../base/reason.ts";

/** Consumes until its signal aborts, or something breaks. `onProgress` resets the count of failures. */
type Consume = (signal: AbortSignal, onProgress: () => void) => Promise<void>;

interface LoopOptions extends Pick<Platform, "clock" | "random"> {
  log: Logger;
  signal: AbortSignal;
}

/** Calls `consume` again and again, with growing pauses, until `signal` aborts. */
export async function keepConsuming(
  consume: Consume,
  { log, signal, clock, random }: LoopOptions,
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
    await clock.pause(backoffMs(failures, { firstMs: 50, maxMs: 3000 }, random), signal);
  }
}
