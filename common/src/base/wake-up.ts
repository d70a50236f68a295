// Lets one loop sleep until there is something to do. A notification before the wait is not lost: the next wait returns at once.

import { type Clock, systemClock } from "./clock.ts";

export interface WakeUp {
  notify(): void;
  /** Resolves at a notification, after `maxMs`, or when `signal` aborts. */
  wait(maxMs: number, signal: AbortSignal): Promise<void>;
}

export function createWakeUp(clock: Clock = systemClock): WakeUp {
  let isNotified = false;
  let answer = () => {};

  return {
    notify() {
      isNotified = true;
      answer();
    },

    async wait(maxMs, signal) {
      if (!isNotified && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const cancel = clock.setTimer(resolve, maxMs);
          answer = () => {
            cancel();
            resolve();
          };
          signal.addEventListener("abort", answer, { once: true });
        });
        signal.removeEventListener("abort", answer);
      }
      isNotified = false;
    },
  };
}
