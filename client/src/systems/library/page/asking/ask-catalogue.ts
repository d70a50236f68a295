// One question to the catalogue: each has a deadline, so that none is waited for without end.

import { isAxiosError } from "axios";
import { describeFailure } from "../../../../http/failure.ts";
import { type BooksAnswer, getBooks, type Way } from "../../catalogue.ts";

/** Somewhat more than the catalogue itself takes before it gives up, which is a second. */
const DEADLINE_MS = 1500;
/** The same for both ways, or they could not be compared. */
const LIMIT = 20;

export function askCatalogue(by: Way, signal: AbortSignal): Promise<BooksAnswer> {
  return getBooks(by, { limit: LIMIT, timeoutMs: DEADLINE_MS, signal });
}

/** Why there is no answer, in one sentence. */
export function failureInWords(error: unknown): string {
  const code = isAxiosError(error) && !error.response ? error.code : undefined;
  if (code === "ECONNABORTED" || code === "ETIMEDOUT")
    return `No answer came within ${DEADLINE_MS / 1000} s.`;
  return describeFailure(error).message;
}
