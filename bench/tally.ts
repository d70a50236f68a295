// Counts what the four subscribers receive, event by event: nothing may be missing, nothing may come twice. A figure of a
// system that loses or doubles events does not count, however good it is.

import { clock } from "./event.ts";

/** As events carry it: the `n`th of a round, published at `at`. */
export interface Arrival {
  round: number;
  n: number;
  at: number;
}

export interface RoundReport {
  round: number;
  /** Events that all subscribers have. */
  complete: number;
  /** Received once more by a subscriber that had it. */
  doubled: number;
  /** When the last event was complete, by the clock of event.ts. */
  completeAt: number;
}

export interface Tally {
  receive(subscriber: number, event: Arrival): void;
  report(round: number): RoundReport;
  /** Of each round so far: what comes late or twice may come after its round. */
  reports(): RoundReport[];
  /** For each complete event of a round, the milliseconds from being published to the last subscriber. */
  latencies(round: number): number[];
}

export function createTally(subscribers: number): Tally {
  const all = 2 ** subscribers - 1;
  const rounds = new Map<number, Counted>();

  function open(round: number): Counted {
    let counted = rounds.get(round);
    if (!counted) {
      const report = { round, complete: 0, doubled: 0, completeAt: 0 };
      rounds.set(round, (counted = { report, latencies: [], seen: new Uint8Array(4096) }));
    }
    return counted;
  }

  return {
    receive(subscriber, { round, n, at }) {
      const counted = open(round);
      if (n >= counted.seen.length) counted.seen = grown(counted.seen, n);
      const { report, seen, latencies } = counted;
      const bit = 1 << subscriber;
      if (seen[n]! & bit) {
        report.doubled += 1;
        return;
      }
      seen[n]! |= bit;
      if (seen[n] !== all) return;
      report.complete += 1;
      report.completeAt = clock();
      latencies.push(report.completeAt - at);
    },

    report: (round) => open(round).report,
    reports: () => [...rounds.values()].map(({ report }) => report),
    latencies: (round) => open(round).latencies,
  };
}

interface Counted {
  report: RoundReport;
  latencies: number[];
  /** For each event, a bit for each subscriber that has it. */
  seen: Uint8Array;
}

function grown(seen: Uint8Array, n: number): Uint8Array {
  const larger = new Uint8Array(Math.max(n + 1, seen.length * 2));
  larger.set(seen);
  return larger;
}

/** What was published in a round: acknowledged by the system, or refused. */
export interface Published {
  round: number;
  acknowledged: number;
  failed: number;
}

/** Why a system's figures do not count; nothing if they do. */
export function findFaults(published: Published[], reports: RoundReport[]): string[] {
  return published.flatMap(({ round, acknowledged, failed }) => {
    const report = reports.find((each) => each.round === round);
    const complete = report?.complete ?? 0;
    return [
      ...(failed > 0 ? [`refused ${failed}`] : []),
      ...(complete < acknowledged ? [`lost ${acknowledged - complete} of ${acknowledged}`] : []),
      ...(report && report.doubled > 0 ? [`doubled ${report.doubled} of ${acknowledged}`] : []),
    ];
  });
}
