// How the forty orders are, in one sentence.

import { countOf, type Rush } from "./rush.ts";

export function rushInWords({ phase, squares, left, ms, trouble }: Rush): string {
  const { sold, refused, waiting, unplaced } = countOf(squares);
  if (phase === "creating") return "The product is being created …";
  if (phase === "placing") return "The orders are being placed …";
  const lost = unplaced > 0 ? `, ${unplaced} not placed` : "";
  const why = trouble ? ` ${trouble}` : "";
  if (phase === "decided")
    return `${sold} sold, ${refused} refused, ${left} left${lost}. Decided after ${(ms / 1000).toFixed(1)} s.${why}`;
  return `${waiting} are PENDING: they are in the log, and decided as soon as product-service handles them.${why}`;
}
