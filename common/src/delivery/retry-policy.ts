// How long a consumer that fetches its events itself insists on one of them: the same rules as those of the event bus that
// delivers them (event-bus/src/delivery/worker.ts). An outage is not the event's fault and is waited out, however long it takes.
// Any other failure may be the event's fault: after some attempts the event is parked.

import { backoffMs, pause } from "../base/backoff.ts";
import type { Logger } from "../base/logger.ts";
import { Problem } from "../base/problem.ts";
import { reasonOf } from "../base/reason.ts";

export interface RetryPolicy {
  retryFirstMs: number;
  retryMaxMs: number;
  /** How many failures of an event, handled alone, park it. */
  parkAfter: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  retryFirstMs: 100,
  retryMaxMs: 3000,
  parkAfter: 10,
};

const TRANSIENT_STATUSES = new Set([401, 408, 425, 429, 502, 503, 504, 507]);

/** Whether a failure is certainly not the event's fault. */
export function isOutage(error: unknown): boolean {
  return error instanceof Problem && TRANSIENT_STATUSES.has(error.status);
}

/** The result: the event took effect, or the reason and the number of failed attempts. */
export type Tried = "done" | { reason: string; attempts: number };

interface TryOptions {
  retryPolicy: RetryPolicy;
  /** So many failures that may be the event's fault. */
  maxFailures: number;
  log: Logger;
  signal: AbortSignal;
}

/** Repeats `work` until it resolves, or has failed too often. Rejects only when `signal` has aborted. */
export async function tryUntilSettled(
  work: () => Promise<void>,
  { retryPolicy, maxFailures, log, signal }: TryOptions,
): Promise<Tried> {
  let failures = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return "done";
    } catch (error) {
      signal.throwIfAborted();
      const reason = reasonOf(error);
      if (!isOutage(error)) failures += 1;
      log[attempt === 1 ? "warn" : "debug"]({ reason, attempt }, "an event cannot be taken yet");
      if (failures === maxFailures) return { reason, attempts: failures };
      const { retryFirstMs: firstMs, retryMaxMs: maxMs } = retryPolicy;
      await pause(backoffMs(attempt, { firstMs, maxMs }), signal);
      signal.throwIfAborted();
    }
  }
}
