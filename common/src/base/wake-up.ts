// Lets one loop sleep until there is something to do. A notification before the wait is not lost: the next wait returns at once.

export interface WakeUp {
  notify(): void;
  /** Resolves at a notification, after `maxMs`, or when `signal` aborts. */
  wait(maxMs: number, signal: AbortSignal): Promise<void>;
}

export function createWakeUp(): WakeUp {
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
          const timer = setTimeout(resolve, maxMs);
          answer = () => {
            clearTimeout(timer);
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
