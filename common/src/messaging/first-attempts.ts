// Lets a request wait until the relay has tried to publish its event. An original service acts on our answer at once: its
// comment would reach the bus before our post, and an original query has no place for it. The plain version answers as soon
// as the transaction is committed.
//
// No request waits for long: not beyond 200 ms, and not at all while the bus does not answer, while another process publishes,
// or where all subscribers are ours. Ours bear any order, and there a wait would cost a fifth of the answers.

interface Waiting {
  ticket: number;
  resolve(): void;
}

export interface FirstAttempts {
  /** Counts an event that is added to the outbox, and remembers it by the object it carries. */
  note(data: object): void;
  /** How many were counted so far. */
  noted(): number;
  /**
   * Resolves once the event that carries `data` was tried, or after so many milliseconds. At once for an object that was never noted: an
   * earlier request's result, for one.
   */
  of(data: object): Promise<void>;
  /** The relay publishes from now on, to a bus where order may matter; until then no request waits. */
  begin(): void;
  /** The relay has tried the first `count` that were noted. */
  tried(count: number): void;
  /** There is nothing to wait for: no request does before `begin` is called again. */
  end(): void;
}

export function createFirstAttempts(withinMs: number): FirstAttempts {
  const tickets = new WeakMap<object, number>();
  let noted = 0;
  let tried = 0;
  let isPublishing = false;
  let waiting: Waiting[] = [];

  function release(isDone: (each: Waiting) => boolean): void {
    const released = waiting.filter(isDone);
    if (released.length === 0) return;
    waiting = waiting.filter((each) => !isDone(each));
    for (const { resolve } of released) resolve();
  }

  function end(): void {
    isPublishing = false;
    release(() => true);
  }

  return {
    note: (data) => void tickets.set(data, (noted += 1)),
    noted: () => noted,

    of(data) {
      const ticket = tickets.get(data) ?? 0;
      if (!isPublishing || ticket <= tried) return Promise.resolve();
      return new Promise((resolve) => {
        // A bus that takes this long would hold up every request.
        const timer = setTimeout(end, withinMs).unref();
        waiting.push({
          ticket,
          resolve() {
            clearTimeout(timer);
            resolve();
          },
        });
      });
    },

    begin: () => void (isPublishing = true),
    tried(count) {
      tried = Math.max(tried, count);
      release(({ ticket }) => ticket <= count);
    },
    end,
  };
}
