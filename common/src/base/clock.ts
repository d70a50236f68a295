// Time as an argument. What waits, or notes when something was, is given a clock: so a simulation (tests/chaos/in-process)
// lets an hour pass in a moment, and in the same way each time.

export interface Clock {
  /** In ms since 1970. It jumps when the clock of the machine is set. */
  now(): number;
  /** In ms since some moment, for durations: it never goes back. */
  monotonic(): number;
  /** Calls back once, after `ms`. Returns what cancels that. */
  setTimer(callback: () => void, ms: number): () => void;
  /** Calls back once, after all that has arrived by now was looked at. */
  nextTurn(callback: () => void): void;
  /** Waits, or returns early when `signal` aborts. Never rejects. */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A clock of these timers. */
export function createClock(timers: Omit<Clock, "pause">): Clock {
  return {
    ...timers,
    pause: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const cancel = timers.setTimer(done, ms);
        signal?.addEventListener("abort", done, { once: true });
        function done() {
          cancel();
          signal?.removeEventListener("abort", done);
          resolve();
        }
      }),
  };
}

/** The clock of this machine. */
export const systemClock = createClock({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(callback, ms) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  nextTurn: (callback) => void setImmediate(callback),
});
