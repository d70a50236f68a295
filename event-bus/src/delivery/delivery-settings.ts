// The batch sizes of delivery, beside the retry policy. The numbers only.

import { DEFAULT_RETRY_POLICY, type RetryPolicy } from "@blog/common/delivery/retry-policy";

export interface DeliverySettings extends RetryPolicy {
  /**
   * At most this many events in one request: more than publishers send in one. Measured with 1024 in flight: otherwise
   * subscribers fall behind what is in memory, and the bus takes twice the CPU for an event.
   */
  batchSize: number;
  /**
   * The same for a subscriber far behind: reading its events from the file delays the others. Measured with 1,000 events a second
   * arriving meanwhile: their p99 is a third of what it is with pieces of 1000, and nine tenths are caught up with in that time.
   */
  catchUpSize: number;
  /** From this lag on, a subscriber is far behind: its events are no longer in memory (speed/recent-events.ts). */
  catchUpBeyond: number;
  /** About how often an idle subscriber is asked whether it still knows what it was sent. */
  probeMs: number;
}

export const DEFAULTS: DeliverySettings = {
  ...DEFAULT_RETRY_POLICY,
  batchSize: 1000,
  catchUpSize: 200,
  catchUpBeyond: 5000,
  probeMs: 2000,
};
