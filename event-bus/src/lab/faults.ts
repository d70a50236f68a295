// The faults that are inflicted on deliveries, by subscriber. They end by themselves: a blog that was broken yesterday must
// not puzzle its operator today.

import type { Faults } from "./records.ts";

export const NONE: Faults = {
  delayMs: 0,
  isCut: false,
  failPercent: 0,
  loseAnswerPercent: 0,
  duplicatePercent: 0,
};

export interface FaultBoard {
  of(subscriber: string): Faults;
  /** In ms since 1970; null while there are none. */
  endAt(subscriber: string): number | null;
  /** Replaces all that there were, for so many seconds. */
  set(subscriber: string, faults: Faults, seconds: number): void;
  clear(subscriber: string): void;
}

/** `onEnd` is called when the time of faults is over; not when they are replaced or cleared. */
export function createFaultBoard(onEnd: (subscriber: string) => void): FaultBoard {
  const board = new Map<string, { faults: Faults; endAt: number; timer: NodeJS.Timeout }>();

  function clear(subscriber: string): void {
    clearTimeout(board.get(subscriber)?.timer);
    board.delete(subscriber);
  }

  return {
    clear,
    of: (subscriber) => board.get(subscriber)?.faults ?? NONE,
    endAt: (subscriber) => board.get(subscriber)?.endAt ?? null,

    set(subscriber, faults, seconds) {
      clear(subscriber);
      if (Object.values(faults).every((fault) => !fault)) return;
      const timer = setTimeout(() => {
        board.delete(subscriber);
        onEnd(subscriber);
      }, seconds * 1000);
      board.set(subscriber, { faults, endAt: Date.now() + seconds * 1000, timer: timer.unref() });
    },
  };
}
