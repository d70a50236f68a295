// What must come out of the measurement, on any machine: a lesson that it does not bear out is a wrong lesson.

import type { Figures, Measured } from "../../../bench/workload.ts";

/** So long each call waits in a slow author-service. */
export const SLOW_MS = 200;
const EVENTS = /^events$/;
const RPC = /^rpc /;

interface Expectation {
  of: RegExp;
  what: string;
  /** A figure that is missing is NaN, which fulfils nothing. */
  isMet(figure: (name: string) => number): boolean;
  /** An upper bound of a time: small numbers on a busy machine show nothing about it. */
  isAboutSpeed?: true;
}

const EXPECTED: Expectation[] = [
  {
    of: RPC,
    what: "answers nothing while author-service is away",
    isMet: (figure) => figure("away: answered") === 0,
  },
  {
    of: EVENTS,
    what: "answers everything while author-service is away",
    isMet: (figure) => figure("away: answered") === 100,
  },
  {
    of: RPC,
    what: `takes at least the ${SLOW_MS} ms that author-service takes`,
    isMet: (figure) => figure("slow: p50") >= SLOW_MS,
  },
  {
    of: EVENTS,
    what: "takes at most 1.2 times as long while author-service is slow",
    isMet: (figure) => figure("slow: p50") <= 1.2 * figure("well: p50"),
    isAboutSpeed: true,
  },
  {
    of: RPC,
    what: "shows every change at once",
    isMet: (figure) => figure("age: p99") === 0,
  },
  {
    of: EVENTS,
    what: "shows 99 of 100 changes within 100 ms",
    isMet: (figure) => figure("age: p99") <= 100,
    isAboutSpeed: true,
  },
  {
    of: EVENTS,
    what: "is current within a second of author-service's return",
    isMet: (figure) => figure("back: current after") <= 1000,
    isAboutSpeed: true,
  },
];

/**
 * A sentence for each that is not met by those whose figures count: for the others, the table has one. `isMeasure`: whether the
 * times mean anything.
 */
export function findBroken(results: Measured[], isMeasure: boolean): string[] {
  const expected = EXPECTED.filter(({ isAboutSpeed }) => isMeasure || !isAboutSpeed);
  const counting = results.filter(({ faults }) => faults.length === 0);
  return counting.flatMap(({ name, medians }) =>
    expected
      .filter(({ of, isMet }) => of.test(name) && !isMet(figureIn(medians)))
      .map(({ what }) => `Expected, and not so: ${name} ${what}.`),
  );
}

const figureIn = (medians: Figures) => (name: string) => medians[name] ?? Number.NaN;
