// Asks again and again at a steady rate, whether or not the last question was answered: a slow answer must not make the
// questions fewer. But only so many are in flight at once, so that they never pile up.

export interface Asking {
  /** Returns what stops it: questions in flight are aborted. */
  start(): () => void;
  /** Does not wait for the next turn. */
  askNow(): void;
}

interface AskingOptions {
  /** Settles when the answer is there, or when there is none. Never rejects. */
  ask(signal: AbortSignal): Promise<void>;
  /** The pause between two questions, asked before each. */
  pauseMs(): number;
  mostInFlight: number;
}

export function createAsking({ ask, pauseMs, mostInFlight }: AskingOptions): Asking {
  let run: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let inFlight = 0;

  function takeTurn(): void {
    if (!run) return;
    clearTimeout(timer);
    timer = setTimeout(takeTurn, pauseMs());
    if (inFlight < mostInFlight) void askOnce(run.signal);
  }

  async function askOnce(signal: AbortSignal): Promise<void> {
    inFlight += 1;
    await ask(signal);
    inFlight -= 1;
  }

  return {
    start() {
      const own = new AbortController();
      run = own;
      takeTurn();
      return () => {
        own.abort();
        if (run !== own) return;
        run = undefined;
        clearTimeout(timer);
      };
    },

    askNow: takeTurn,
  };
}
