// Lets one loop sleep until there is something to do. A ring while nobody waits is not lost: the next wait returns at once.

export interface WakeUp {
  notify(): void;
  /** Resolves at a ring, after `maxMs`, or when `signal` aborts. */
  wait(maxMs: number, signal: AbortSignal): Promise<void>;
}

export function createWakeUp(): WakeUp {
  let rung = false;
  let answer = () => {};

  return {
    notify() {
      rung = true;
      answer();
    },

    async wait(maxMs, signal) {
      if (!rung && !signal.aborted) {
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
      rung = false;
    },
  };
}
