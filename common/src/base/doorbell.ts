// Lets one loop sleep until there is something to do. A ring while nobody waits is not lost: the next wait returns at once.

export interface Doorbell {
  ring(): void;
  /** Resolves at a ring, after `maxMs`, or when `signal` aborts. */
  wait(maxMs: number, signal: AbortSignal): Promise<void>;
}

export function createDoorbell(): Doorbell {
  let rung = false;
  let answer = () => {};

  return {
    ring() {
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
