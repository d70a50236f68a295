// Records that wait for their time to be shown, in the order in which they will be. Nothing is lost here and nothing drawn.

import type { LabRecord } from "@blog/event-bus/lab/records";

export interface Waiting {
  record: LabRecord;
  /**
   * Its dot leaves, or the picture takes it in. For an event these are two moments; for all others one. What is past is
   * taken in without a dot.
   */
  step: "launch" | "show" | "past";
  due: number;
  /** When the page got it. */
  arrivedAt: number;
}

export interface ShowQueue {
  add(item: Waiting): void;
  /** Takes out what is due. */
  takeUntil(now: number): Waiting[];
  takeAll(): Waiting[];
  /** How many records wait. */
  size(): number;
  /** When the one that has waited longest got here. */
  oldestArrival(): number | undefined;
}

export function createShowQueue(): ShowQueue {
  let items: Waiting[] = [];
  let records = 0;

  function take(count: number): Waiting[] {
    const taken = items.slice(0, count);
    items = items.slice(count);
    records -= taken.filter(({ step }) => step !== "launch").length;
    return taken;
  }

  return {
    add(item) {
      // Nearly always the last: the search starts there. Equal times keep the order in which they came.
      const before = items.findLastIndex(({ due }) => due <= item.due);
      items.splice(before + 1, 0, item);
      if (item.step !== "launch") records += 1;
    },
    takeUntil(now) {
      const next = items.findIndex(({ due }) => due > now);
      return next === 0 ? [] : take(next === -1 ? items.length : next);
    },
    takeAll: () => take(items.length),
    size: () => records,
    oldestArrival: () =>
      items.length === 0
        ? undefined
        : Math.min(...items.slice(0, 50).map((item) => item.arrivedAt)),
  };
}
