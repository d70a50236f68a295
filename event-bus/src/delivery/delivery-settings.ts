// The retry policy and batch sizes of delivery. The numbers only; worker.ts has the rules.

export interface DeliverySettings {
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
  /** Tries that a rejected event has, sent alone. */
  parkAfter: number;
  /**
   * Tries after each of which the connection broke, for a subscriber without a checkpoint. It is taken to have died of the
   * event, and with its process an original service loses all it has in memory; so fewer than `parkAfter`.
   */
  parkAfterBreaks: number;
  /** The longest first pause after a failure, and the longest of all. */
  retryFirstMs: number;
  retryMaxMs: number;
  /** About how often an idle subscriber is asked whether it still knows what it was sent. */
  probeMs: number;
}

export const DEFAULTS: DeliverySettings = {
  batchSize: 1000,
  catchUpSize: 200,
  catchUpBeyond: 5000,
  parkAfter: 10,
  parkAfterBreaks: 3,
  retryFirstMs: 100,
  retryMaxMs: 3000,
  probeMs: 2000,
};
