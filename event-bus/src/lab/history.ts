// What has happened, in a ring of bounded length. Recording is one push: an event is noted by its position alone and looked
// up in the log when a reader asks, so that an append costs the same with and without readers.

import type { LabFact, LabRecord } from "./records.ts";

/** A fact, or the position of an event whose fact is made when it is asked for. */
type Noted = LabFact | number;

export interface History {
  add(fact: LabFact): void;
  addEvent(position: number): void;
  /** The `seq` of the oldest record still here, and of the newest; 1 and 0 while there is none. */
  first(): number;
  last(): number;
  /** The record with this `seq`, which must be from first() to last(). */
  record(seq: number): LabRecord;
  /** Calls back after each record, until the returned function is called. */
  onRecord(listener: () => void): () => void;
}

interface HistoryOptions {
  capacity: number;
  lookUp(position: number): LabFact;
  now?: () => number;
}

export function createHistory({ capacity, lookUp, now = Date.now }: HistoryOptions): History {
  const ring: { at: number; noted: Noted }[] = [];
  const listeners = new Set<() => void>();
  let last = 0;

  const first = () => Math.max(1, last - capacity + 1);

  function add(noted: Noted): void {
    last += 1;
    ring[last % capacity] = { at: now(), noted };
    for (const listener of listeners) listener();
  }

  return {
    add,
    addEvent: add,
    first,
    last: () => last,
    record(seq) {
      const entry = ring[seq % capacity];
      if (!entry || seq < first() || seq > last) throw new RangeError(`There is no record ${seq}.`);
      const { at, noted } = entry;
      return { seq, at, ...(typeof noted === "number" ? lookUp(noted) : noted) };
    },
    onRecord(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
