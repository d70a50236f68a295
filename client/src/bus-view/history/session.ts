// The records of one run of the bus, in order: no record twice, gaps noticed, and all of it kept for a file. Another run of
// the bus is another session. Records from before the page was opened are taken in at once; only new ones are played.

import type { LabRecord } from "@blog/event-bus/lab/records";
import type { BusState } from "./bus-state.ts";
import type { LabSink } from "./lab-sink.ts";
import { forgetInFlight } from "./reduce.ts";

const KEPT = 50_000;

interface SessionOptions {
  play(record: LabRecord): void;
  /** A record of the past: nothing moves. */
  takeIn(record: LabRecord): void;
  startOver(log: { id: string; length: number }): void;
  /** Shows all queued records at once. */
  catchUp(): void;
  change(part: Partial<BusState>): void;
  get(): BusState;
}

export interface Session extends LabSink {
  /** Shows these instead of the bus. */
  open(records: readonly LabRecord[]): void;
  close(): void;
  records(): LabRecord[];
}

export function createSession(options: SessionOptions): Session {
  const { play, takeIn, startOver, catchUp, change, get } = options;
  let run = "";
  let kept: LabRecord[] = [];
  // The states when the page was opened: without them the records of a file would have nothing to start from.
  let initial: LabRecord[] = [];
  let lastSeq = 0;
  let lastDelivery = 0;
  // Up to here it is the past.
  let pastUntil = 0;
  // The page watched already, and missed something: that is skipped. What was before it came is only the past.
  let isResumed = false;
  let clockMs = -Infinity;

  function begin(log: { id: string; length: number }): void {
    [kept, initial, lastSeq, lastDelivery, pastUntil] = [[], [], 0, 0, 0];
    startOver(log);
    change({ skipped: 0 });
  }

  function count(record: LabRecord): void {
    if (record.kind !== "delivery" || record.phase !== "started") return;
    const missed = lastDelivery === 0 ? 0 : record.delivery - lastDelivery - 1;
    const isUnseen = (isResumed && record.seq <= pastUntil) || document.hidden;
    const skipped = Math.max(0, missed) + (isUnseen ? 1 : 0);
    if (skipped > 0) change({ skipped: get().skipped + skipped });
    lastDelivery = Math.max(lastDelivery, record.delivery);
  }

  function keep(record: LabRecord): void {
    kept.push(record);
    if (kept.length > KEPT * 1.1) kept = kept.slice(-KEPT);
  }

  // The record that arrived fastest shows the difference of the clocks best.
  function compareClocks(at: number): void {
    const found = at - Date.now();
    if (found < clockMs + 20) return;
    clockMs = found;
    change({ clockMs });
  }

  return {
    hello({ run: now, log }) {
      catchUp();
      isResumed = now === run && lastSeq > 0;
      if (now !== run) begin(log);
      run = now;
    },
    state(record) {
      pastUntil = Math.max(pastUntil, record.seq);
      if (lastSeq === 0) initial.push(record);
      takeIn(record);
    },
    record(record) {
      if (record.seq <= lastSeq) return;
      if (lastSeq > 0 && record.seq > lastSeq + 1) {
        catchUp();
        change({ picture: forgetInFlight(get().picture) });
      }
      const isPast = record.seq <= pastUntil;
      count(record);
      lastSeq = record.seq;
      keep(record);
      // States of the past are outdated: the present ones were sent first.
      if (isPast && (record.kind === "subscriber" || record.kind === "service")) return;
      if (isPast) return takeIn(record);
      compareClocks(record.at);
      play(record);
    },
    // No record of the bus: it has no number, and is in no file.
    services(facts) {
      for (const fact of facts) takeIn({ seq: 0, at: 0, ...fact });
    },
    connection: (connection) => change({ connection }),
    lab: (lab) => change({ lab }),
    open(records) {
      begin({ id: "", length: 0 });
      run = "";
      for (const record of records) takeIn(record);
      change({ connection: "file" });
    },
    close() {
      begin({ id: "", length: 0 });
      change({ connection: "connecting" });
    },
    records: () => [...initial, ...kept.slice(-KEPT)],
  };
}
