// Frames and time in a test's own hands.

import type { Frames } from "../../src/bus-view/history/player.ts";

export function createHandFrames() {
  let now = 1000;
  let asked: (() => void)[] = [];
  const frames: Frames = {
    now: () => now,
    request: (callback) => void asked.push(callback),
  };
  return {
    frames,
    /** Time goes by, frame by frame, 16 ms each. */
    pass(ms: number): void {
      for (const end = now + ms; now < end; ) {
        now += 16;
        const due = asked;
        asked = [];
        for (const callback of due) callback();
      }
    },
  };
}
