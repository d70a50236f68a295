// Where a sample is drawn. Time runs to the right. Latency is on a logarithmic scale, on which 2 ms and 1 s can both be read.

import { type Sample, WINDOW_MS } from "../asking/samples.ts";

const LOWEST_MS = 0.7;
const HIGHEST_MS = 2500;
// Not the ends of the scale: there a cross or a line would be cut in half.
const LOWEST_DRAWN_MS = 0.8;
const HIGHEST_DRAWN_MS = 2000;

export const TICKS = [
  { ms: 1, label: "1 ms" },
  { ms: 10, label: "10 ms" },
  { ms: 100, label: "100 ms" },
  { ms: 1000, label: "1 s" },
] as const;

/** In percent of the width. Less than 0 is older than the chart. */
export function xOf(endedAt: number, edge: number): number {
  return 100 - ((edge - endedAt) / WINDOW_MS) * 100;
}

/** In percent of the height, from the top. What is off the scale is drawn near its end. */
export function yOf(ms: number): number {
  const inside = Math.min(HIGHEST_DRAWN_MS, Math.max(LOWEST_DRAWN_MS, ms));
  return 100 - (Math.log(inside / LOWEST_MS) / Math.log(HIGHEST_MS / LOWEST_MS)) * 100;
}

/** Nothing was asked for longer than this, as in a hidden tab: no line leads across. */
const GAP_MS = 3000;

/** The path of the answers, in percent. A failure interrupts it: between two answers there was none. */
export function pathOf(samples: readonly Sample[], edge: number): string {
  let before: Sample | undefined;
  return samples
    .map((sample) => {
      const previous = before;
      before = sample;
      if (!sample.isAnswered) return "";
      const point = `${xOf(sample.endedAt, edge).toFixed(2)} ${yOf(sample.tookMs).toFixed(2)}`;
      const isLone = !previous?.isAnswered || sample.endedAt - previous.endedAt > GAP_MS;
      // A line of no length with round ends is a dot: an answer between two failures must be seen, too.
      return isLone ? `M${point}h0` : `L${point}`;
    })
    .join("");
}
