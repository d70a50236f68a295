// How long things took, as a table shows it: what half of them did not exceed, and what all but one in a hundred did not.

import { percentile } from "../latencies.ts";
import type { Figures, Measure } from "../workload.ts";

type Percentile = "p50" | "p99";

/** The name of a measure, for each of the two. */
type Name = (p: Percentile) => string;

export function percentileMeasures(name: Name): Measure[] {
  return [name("p50"), name("p99")].map((each) => ({ name: each, unit: "ms", better: "less" }));
}

export function percentileFigures(name: Name, waits: number[]): Figures {
  return { [name("p50")]: percentile(waits, 50), [name("p99")]: percentile(waits, 99) };
}
