// Pauses between tries: exponential with full jitter, so that clients that fail together do not return together.
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/

import { systemClock } from "./clock.ts";

export interface BackoffOptions {
  firstMs: number;
  maxMs: number;
}

/** The pause before try number `attempt + 1`, in milliseconds: anything up to min(maxMs, firstMs * 2^(attempt-1)). */
export function backoffMs(
  attempt: number,
  { firstMs, maxMs }: BackoffOptions,
  random: () => number = Math.random,
): number {
  return random() * Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30));
}

/** By the clock of this machine. The lesson is given a clock instead. */
export const { pause } = systemClock;
