// Numbers over the last minute: how many events, how long deliveries took, the lag of all subscribers. Per second, from the
// records alone.

import type { LabRecord } from "@blog/event-bus/lab/records";
import { lagOf, type Picture } from "./picture.ts";

export const SECONDS_MEASURED = 60;

interface Second {
  events: number;
  /** How long each delivery took that ended in it, in ms; failed ones too. */
  ms: number[];
  /** Per subscriber, the last known in it. */
  lag: Map<string, number>;
}

/** One value per second, oldest first; the last one is the present second. */
export interface Series {
  events: number[];
  /** Undefined where no delivery ended. */
  p50: (number | undefined)[];
  p99: (number | undefined)[];
  lag: Map<string, number[]>;
}

export interface Measures {
  add(record: LabRecord): void;
  /** Notes the lag of all subscribers. `now` is in ms since 1970, by the bus's clock. */
  sample(picture: Picture, now: number): void;
  series(now: number): Series;
  clear(): void;
}

export function createMeasures(): Measures {
  const seconds = new Map<number, Second>();

  function second(at: number): Second {
    const number = Math.floor(at / 1000);
    let found = seconds.get(number);
    if (!found) {
      seconds.set(number, (found = { events: 0, ms: [], lag: new Map() }));
      for (const old of seconds.keys())
        if (old < number - 2 * SECONDS_MEASURED) seconds.delete(old);
    }
    return found;
  }

  return {
    add(record) {
      if (record.kind === "event") second(record.at).events += 1;
      if (record.kind === "delivery" && record.phase === "ended")
        second(record.at).ms.push(record.ms);
    },
    sample(picture, now) {
      const { lag } = second(now);
      for (const subscriber of picture.subscribers)
        lag.set(subscriber.name, lagOf(picture, subscriber));
    },
    series(now) {
      const last = Math.floor(now / 1000);
      const numbers = Array.from({ length: SECONDS_MEASURED }, (_, i) => last - i).toReversed();
      const found = numbers.map((number) => seconds.get(number));
      const names = new Set(found.flatMap((each) => [...(each?.lag.keys() ?? [])]));
      return {
        events: found.map((each) => each?.events ?? 0),
        p50: found.map((each) => percentile(each?.ms, 0.5)),
        p99: found.map((each) => percentile(each?.ms, 0.99)),
        lag: new Map(
          [...names].map((name) => [name, found.map((each) => each?.lag.get(name) ?? 0)]),
        ),
      };
    },
    clear: () => seconds.clear(),
  };
}

/** Nearest rank. */
export function percentile(values: readonly number[] = [], part: number): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * part) - 1];
}
