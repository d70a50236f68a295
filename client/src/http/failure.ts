// Turns any failure of a request into words for people. Services answer problem+json (RFC 9457); the error page of another
// gateway, or no answer at all, must read well too.

import { isAxiosError } from "axios";

interface ProblemDetails {
  detail?: string;
  errors?: { detail: string; pointer: string }[];
}

/** What happened, in one or two sentences. `field` is the part of the input that was at fault, if one was. */
export interface Failure {
  message: string;
  field?: string;
  status?: number;
}

export function describeFailure(error: unknown): Failure {
  if (!isAxiosError<ProblemDetails | string>(error))
    return { message: "Something went wrong in this page." };
  if (!error.response) return { message: withoutAnswer(error.code) };

  const { status, data, headers } = error.response;
  const problem = typeof data === "object" && data !== null ? data : {};
  const [first] = problem.errors ?? [];
  if (status === 429) return { status, message: tooMany(Number(headers["retry-after"])) };
  if (first)
    return { status, message: sentence(first.detail), field: first.pointer.replace(/^#\//, "") };
  return {
    status,
    message: sentence(problem.detail ?? `The server answered with an error (${status})`),
  };
}

function withoutAnswer(code: string | undefined): string {
  if (code === "ECONNABORTED" || code === "ETIMEDOUT") {
    // Silence is not a no: the request may have been carried out.
    return "No answer came in time, so this may or may not have gone through.";
  }
  return "The server cannot be reached right now.";
}

function tooMany(seconds: number): string {
  const when =
    seconds > 0 ? `in ${seconds} ${seconds === 1 ? "second" : "seconds"}` : "in a minute";
  return `That was a lot in a short time. Please try again ${when}.`;
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
