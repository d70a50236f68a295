// Lets a request wait until the relay has tried to publish its event. An original service acts on our answer at once: its
// comment would reach the bus before our post, and an original query has no place for it. The plain version answers as soon
// as the transaction is committed.
//
// No request waits for long: not beyond 200 ms, and not at all while the bus does not answer, while another process publishes,
// or where all subscribers are ours. Ours bear any order, and there a wait would cost a fifth of the answers.

import type { Clock } from "../base/clock.ts";

/** As many as an outbox holds: an event whose transaction was rolled back is never tried, and must not stay here forever. */
const MAX_UNTRIED = 10_000;

export interface FirstAttempts {
  /** Remembers an event that is added to the outbox, by its id and by the object it carries. */
  note(data: object, id: string): void;
  /**
   * Resolves once the event that carries `data` was tried, or after so many milliseconds. At once for an object that was never noted: an
   * earlier request's result, for one.
   */
  of(data: object): Promise<void>;
  /** The relay publishes from now on, to a bus where order may matter; until then no request waits. */
  begin(): void;
  /** The events of these ids were taken or refused by the bus. */
  tried(ids: string[]): void;
  /** There is nothing to wait for: no request does before `begin` is called again. */
  end(): void;
}

export function createFirstAttempts(withinMs: number, clock: Clock): FirstAttempts {
  const attempts = new WeakMap<object, Promise<void>>();
  const untried = new Map<string, () => void>();
  let isPublishing = false;

  function end(): void {
    isPublishing = false;
    for (const resolve of untried.values()) resolve();
    untried.clear();
  }

  return {
    note(data, id) {
      if (!isPublishing) return;
      if (untried.size >= MAX_UNTRIED) return end();
      attempts.set(data, new Promise((resolve) => void untried.set(id, resolve)));
    },

    async of(data) {
      const attempt = attempts.get(data);
      if (!attempt) return;
      // A bus that takes this long would hold up every request.
      const cancel = clock.setTimer(end, withinMs);
      await attempt;
      cancel();
    },

    begin: () => void (isPublishing = true),

    tried(ids) {
      for (const id of ids) {
        untried.get(id)?.();
        untried.delete(id);
      }
    },

    end,
  };
}
