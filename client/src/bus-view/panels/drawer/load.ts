// Sends requests at a steady rate, as many users of the system would.

export interface LoadTally {
  sent: number;
  accepted: number;
  refused: number;
  /** Why the last one was refused, in words. */
  refusal?: string;
}

interface LoadOptions {
  perSecond: number;
  /** Sends request number `n`. Rejects with an Error whose message is the reason for the refusal. */
  send: (n: number) => Promise<unknown>;
  onTally: (tally: LoadTally) => void;
  /** When it has run for that long without being stopped. */
  onEnd: () => void;
}

export const LASTS_MS = 60_000;
const TICK_MS = 100;
// A system that does not keep up must not get more requests than it can answer.
const MAX_IN_FLIGHT = 100;

/** Starts; returns what stops it. */
export function startLoad({ perSecond, send, onTally, onEnd }: LoadOptions): () => void {
  const begun = Date.now();
  let tally: LoadTally = { sent: 0, accepted: 0, refused: 0 };
  let inFlight = 0;

  function count(change: Partial<LoadTally>): void {
    tally = { ...tally, ...change };
    onTally(tally);
  }

  async function sendOne(): Promise<void> {
    inFlight += 1;
    count({ sent: tally.sent + 1 });
    try {
      await send(tally.sent);
      count({ accepted: tally.accepted + 1 });
    } catch (reason) {
      const refusal = reason instanceof Error ? reason.message : String(reason);
      count({ refused: tally.refused + 1, refusal });
    }
    inFlight -= 1;
  }

  const timer = setInterval(() => {
    const elapsedMs = Math.min(Date.now() - begun, LASTS_MS);
    const due = Math.floor((elapsedMs / 1000) * perSecond);
    while (tally.sent < due && inFlight < MAX_IN_FLIGHT) void sendOne();
    if (elapsedMs < LASTS_MS) return;
    clearInterval(timer);
    onEnd();
  }, TICK_MS);

  return () => clearInterval(timer);
}
