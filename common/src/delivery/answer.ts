// What an answer to a delivery means, or the error of a handler in this process: the verdict that the delivery rules go by.

import { Problem } from "../base/problem.ts";
import { reasonOf } from "../base/reason.ts";

/** How one try ended: an answer, or the failure to get one. */
export type Answer =
  | {
      status: number;
      accepts?: string | undefined;
      resumeAfter?: string | undefined;
      checksum?: string | undefined;
      retryAfter?: string | undefined;
      /** What became of each event, in letters; no verdict depends on it. */
      effects?: string | undefined;
      /** Why it was refused, for people, in one line; no verdict depends on it. */
      detail?: string | undefined;
    }
  | { error: Error & { code?: string } };

export type Verdict =
  /** It took effect. `batches`: from now on several events may come in one request. */
  | { kind: "done"; batches: boolean }
  /** It does not follow the subscriber's checkpoint, which is this one. */
  | { kind: "resume"; after: number; checksum?: string }
  /** The subscriber is down or busy, which is not the event's fault. */
  | { kind: "outage"; reason: string; retryAfterMs?: number }
  /** It may be the event itself that cannot be handled. `isBreak`: the handler's process may have died of it. */
  | { kind: "rejected"; reason: string; isBreak?: boolean };

// 401 is about the secret, or about a clock, and 421 about the subscriber's name: either would park every event there is, one after the other.
const OUTAGE_STATUSES = new Set([401, 408, 421, 425, 429, 502, 503, 504, 507]);

// Broken while the event was being handled: the event may have killed its handler. Or it cannot be sent at all. Every
// other failure of the network (refused, unreachable, unknown name, too slow, no HTTP) happens to all events alike.
const BREAKS = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);
const CANNOT_BE_SENT = new Set(["UND_ERR_RESPONSE", "UND_ERR_INVALID_ARG"]);

/** Why there was no answer. With the code of a network error, which operators look for. */
export function reasonWithCode({ code = "", message }: Error & { code?: string }): string {
  return message.includes(code) ? message || code : `${code}: ${message}`;
}

export function classifyAnswer(answer: Answer): Verdict {
  if ("error" in answer) {
    const { code = "" } = answer.error;
    const reason = reasonWithCode(answer.error);
    if (BREAKS.has(code)) return { kind: "rejected", reason, isBreak: true };
    return { kind: CANNOT_BE_SENT.has(code) ? "rejected" : "outage", reason };
  }
  const { status, accepts, resumeAfter, checksum, retryAfter, detail } = answer;
  if (status >= 200 && status < 300) return { kind: "done", batches: accepts === "batch" };
  if (status === 409 && resumeAfter !== undefined && /^\d{1,15}$/.test(resumeAfter)) {
    const isChecksum = checksum !== undefined && /^[0-9a-f]{8}$/.test(checksum);
    return { kind: "resume", after: Number(resumeAfter), ...(isChecksum && { checksum }) };
  }
  const reason = detail ? `answered ${status}: ${detail}` : `answered ${status}`;
  if (!OUTAGE_STATUSES.has(status)) return { kind: "rejected", reason };
  const seconds = Number(retryAfter);
  return seconds > 0
    ? { kind: "outage", reason, retryAfterMs: seconds * 1000 }
    : { kind: "outage", reason };
}

/** What it means that a handler in this process has thrown. Its Problems have the statuses that it would answer with. */
export function classifyError(error: unknown): Verdict {
  const isOutage = error instanceof Problem && OUTAGE_STATUSES.has(error.status);
  return { kind: isOutage ? "outage" : "rejected", reason: reasonOf(error) };
}

/** A verdict as metrics and the lab's records name it: there, `rejected` keeps its first name. */
export function outcomeOf({ kind }: Verdict): "done" | "resume" | "outage" | "suspect" {
  return kind === "rejected" ? "suspect" : kind;
}
