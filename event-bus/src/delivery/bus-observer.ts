// Somebody who watches the bus from outside. What happens here does not wait for it, and is no different without it.

/** Called in the middle of things: each must return quickly and must not throw. */
export interface BusObserver {
  /** Events are in the log, up to this position. */
  appended(last: number): void;
  /** Something about this subscriber's standing has changed. */
  changed(subscriber: string): void;
  /** Somebody has read the log after one position, up to another. `reader` is what it calls itself (User-Agent). */
  wasRead(reader: string, after: number, upTo: number): void;
}

export const NOBODY: BusObserver = { appended() {}, changed() {}, wasRead() {} };
