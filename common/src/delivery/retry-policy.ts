// How often an event is tried, and how long the pauses are. The numbers only; delivery-rules.ts has the rules.

import { backoffMs } from "../base/backoff.ts";

export interface RetryPolicy {
  /** The longest first pause after a failure, and the longest of all. */
  retryFirstMs: number;
  retryMaxMs: number;
  /** How many failures of an event, handled alone, park it. */
  parkAfter: number;
  /**
   * How many of them break the connection, for a subscriber without a checkpoint. It is taken to have died of the event, and
   * with its process an original service loses all it has in memory; so fewer than `parkAfter`.
   */
  parkAfterBreaks: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  retryFirstMs: 100,
  retryMaxMs: 3000,
  parkAfter: 10,
  parkAfterBreaks: 3,
};

/** As after so many failures in a row, and at least as long as the subscriber has asked for, within the longest. */
export interface PauseLength {
  failures: number;
  atLeastMs?: number;
}

/** Anything up to a limit that doubles with each failure. */
export function retryPauseMs(
  { failures, atLeastMs = 0 }: PauseLength,
  { retryFirstMs: firstMs, retryMaxMs: maxMs }: RetryPolicy,
  random: () => number,
): number {
  return Math.max(Math.min(atLeastMs, maxMs), backoffMs(failures, { firstMs, maxMs }, random));
}
