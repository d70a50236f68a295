// Something done in the lab by hand, and its result in words, shown beside the control.

import { useState } from "react";
import { describeFailure } from "../../http/failure.ts";

export interface LabAction<Args extends unknown[], Result> {
  run: (...args: Args) => void;
  isPending: boolean;
  /** What went wrong the last time, as a sentence. */
  error: string | undefined;
  /** The last result. */
  result: Result | undefined;
  /** Forgets the last result. */
  clear: () => void;
}

interface Outcome<Result> {
  isPending: boolean;
  error?: string;
  result?: Result;
}

export function useLabAction<Args extends unknown[], Result>(
  perform: (...args: Args) => Promise<Result>,
): LabAction<Args, Result> {
  const [outcome, setOutcome] = useState<Outcome<Result>>({ isPending: false });

  async function run(...args: Args): Promise<void> {
    setOutcome({ isPending: true });
    try {
      setOutcome({ isPending: false, result: await perform(...args) });
    } catch (reason) {
      setOutcome({ isPending: false, error: inWords(reason) });
    }
  }

  return {
    run: (...args) => void run(...args),
    isPending: outcome.isPending,
    error: outcome.error,
    result: outcome.result,
    clear: () => setOutcome({ isPending: false }),
  };
}

/** The lab names the field that is wrong; beside a button with several fields the message needs that name. */
export function inWords(reason: unknown): string {
  const { message, field } = describeFailure(reason);
  return field ? `${field}: ${message}` : message;
}
