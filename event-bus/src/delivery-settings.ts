// How patient the bus is with its subscribers. The numbers only; what they mean is told in worker.ts.

export interface DeliverySettings {
  /** At most this many events in one request. */
  batchSize: number;
  /** Tries that an event under suspicion has, alone. */
  parkAfter: number;
  /** The longest first pause after a failure, and the longest of all. */
  retryFirstMs: number;
  retryMaxMs: number;
  /** About how often an idle subscriber is asked whether it still knows what it was sent. */
  probeMs: number;
}

export const DEFAULTS: DeliverySettings = {
  batchSize: 100,
  parkAfter: 10,
  retryFirstMs: 100,
  retryMaxMs: 3000,
  probeMs: 2000,
};
