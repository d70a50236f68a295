// Where deliveries wait before they leave: because they are held, or because they are slow. A subscriber has one delivery
// in flight at a time, so at most one of each waits here.

export interface Gate {
  /** Resolves when the delivery may leave: true; or when nothing will leave any more: false. */
  pass(subscriber: string, positions: number[]): Promise<boolean>;
  isHeld(subscriber: string): boolean;
  /** Positions of the delivery that waits. */
  waiting(subscriber: string): number[];
  hold(subscriber: string): void;
  release(subscriber: string): void;
  /** Lets the delivery that is held leave; false when none is. */
  step(subscriber: string): boolean;
  /** Looks again: a delay may have become shorter. */
  lookAgain(subscriber: string): void;
  /** No waiting delivery leaves any more, nor does one that comes before it is opened again. */
  close(subscriber: string): void;
  open(subscriber: string): void;
}

interface GateOptions {
  /** How long a delivery to this subscriber waits, in ms. */
  delayOf(subscriber: string): number;
  /** A delivery has begun or ceased to wait, or the subscriber is held or released. */
  onChange(subscriber: string): void;
}

interface Waiting {
  positions: number[];
  since: number;
  timer?: NodeJS.Timeout;
  resolve(mayLeave: boolean): void;
}

export function createGate({ delayOf, onChange }: GateOptions): Gate {
  const held = new Set<string>();
  const closed = new Set<string>();
  const queue = new Map<string, Waiting>();

  function end(subscriber: string, mayLeave: boolean): boolean {
    const found = queue.get(subscriber);
    if (!found) return false;
    clearTimeout(found.timer);
    queue.delete(subscriber);
    found.resolve(mayLeave);
    onChange(subscriber);
    return true;
  }

  function lookAgain(subscriber: string): void {
    const found = queue.get(subscriber);
    if (!found) return;
    clearTimeout(found.timer);
    if (held.has(subscriber)) return;
    const leftMs = found.since + delayOf(subscriber) - Date.now();
    if (leftMs <= 0) end(subscriber, true);
    else found.timer = setTimeout(() => end(subscriber, true), leftMs);
  }

  return {
    lookAgain,
    isHeld: (subscriber) => held.has(subscriber),
    waiting: (subscriber) => queue.get(subscriber)?.positions ?? [],

    async pass(subscriber, positions) {
      if (closed.has(subscriber)) return false;
      if (!held.has(subscriber) && delayOf(subscriber) === 0) return true;
      return new Promise((resolve) => {
        queue.set(subscriber, { positions, since: Date.now(), resolve });
        onChange(subscriber);
        lookAgain(subscriber);
      });
    },

    // A batch that waits for its delay stays one: it was made before.
    hold(subscriber) {
      held.add(subscriber);
      lookAgain(subscriber);
      onChange(subscriber);
    },

    release(subscriber) {
      held.delete(subscriber);
      lookAgain(subscriber);
      onChange(subscriber);
    },

    step: (subscriber) => held.has(subscriber) && end(subscriber, true),

    close(subscriber) {
      closed.add(subscriber);
      held.delete(subscriber);
      end(subscriber, false);
    },

    open: (subscriber) => void closed.delete(subscriber),
  };
}
