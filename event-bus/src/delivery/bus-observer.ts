// An observer of the bus. The bus does not wait for it, and behaves the same without it.

/** Called in the middle of things: each must return quickly and must not throw. */
export interface BusObserver {
  /** Events are in the log, up to this position. */
  appended(last: number): void;
  /** This subscriber's cursor, state or parked events have changed. */
  changed(subscriber: string): void;
  /** A client has read the log after one position, up to another. `reader` is its User-Agent. */
  wasRead(reader: string, after: number, upTo: number): void;
}

export const NO_OBSERVER: BusObserver = { appended() {}, changed() {}, wasRead() {} };
