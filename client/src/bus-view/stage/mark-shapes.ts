// The signs of the bus view, as outlines in a box of 16 by 16: one shape for each meaning, so that no colour is needed to
// distinguish them. React draws them in lists and strips, and dots.ts where a dot ends.

import type { Mark, MarkKind } from "../history/picture.ts";

export interface MarkShape {
  path: string;
  /** Filled; otherwise it is a line. */
  isSolid?: true;
}

const ring = (radius: number) =>
  `M${8 - radius} 8a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;

const arrow = "M2.5 8h10.5M9 4l4 4-4 4";

const shapes: Record<MarkKind, MarkShape> = {
  ahead: { path: "" },
  waiting: { path: "M5.75 4v8M10.25 4v8" },
  "in-flight": { path: ring(4.5), isSolid: true },
  done: { path: "M3 8.5l3.4 3.5L13 4.5" },
  taken: { path: ring(4.5) },
  failed: { path: "M4 4l8 8M12 4l-8 8" },
  parked: { path: "M8 1.75L14.25 8 8 14.25 1.75 8z", isSolid: true },
  discarded: { path: "M8 2.5L13.5 8 8 13.5 2.5 8zM3 13L13 3" },
  duplicate: { path: `${ring(6)}${ring(2.5)}` },
  ignored: { path: "M3.5 8h9" },
  skipped: { path: "M3.5 4l4 4-4 4M8.5 4l4 4-4 4" },
  "sent-back": { path: "M13.5 8H3M7 4L3 8l4 4" },
  read: { path: "M3.5 4.5h9M3.5 8h9M3.5 11.5h5" },
  earlier: { path: ring(1.75), isSolid: true },
};

const retryShape: MarkShape = { path: arrow };

/** Around every delivery that was not the first, ordinary one: replayed, redriven, doubled. */
export const byHandPath = "M.75 .75h14.5v14.5H.75z";

export function shapeOf({ kind, attempts }: Pick<Mark, "kind" | "attempts">): MarkShape {
  return kind === "in-flight" && attempts > 1 ? retryShape : shapes[kind];
}

/** The number beside the sign: a success at the third try does not look like one at the first. */
export function numberOf({ kind, attempts }: Pick<Mark, "kind" | "attempts">): number | undefined {
  const counts = ["in-flight", "done", "taken", "failed"].includes(kind);
  return counts && (attempts > 1 || kind === "failed") ? attempts : undefined;
}
