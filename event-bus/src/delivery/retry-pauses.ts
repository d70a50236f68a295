// How long a worker waits between failed tries: longer and longer, up to a limit. Nothing that is published cuts a pause
// short, or every publish would hammer the sick. What does is a sign of life of a subscriber that was away: it is there
// again, and what waits for it need not wait for the rest of the pause.

import { backoffMs, pause } from "@blog/common/base/backoff";
import { createWakeUp } from "@blog/common/base/wake-up";
import type { DeliverySettings } from "./delivery-settings.ts";
import { createFailureCount } from "./failure-count.ts";

export interface RetryPauses {
  /** Before the next try of something that was refused. Each failure makes the next pause longer. */
  afterFailure(): Promise<void>;
  /** Before the next try after an outage; `atLeastMs` as the subscriber asked for, within the limit. A sign of life ends it. */
  afterOutage(atLeastMs: number): Promise<void>;
  /** As long as after that many failures. */
  afterRewinds(count: number): Promise<void>;
  /** All is well: the next failure is a first one. */
  reset(): void;
  /** The subscriber has been seen. In an outage it is tried at once; the pauses after that are short again. */
  signOfLife(): void;
}

/** Every pause ends when `signal` aborts. `onPause` is called with its end, in ms since 1970. */
export function createRetryPauses(
  settings: DeliverySettings,
  signal: AbortSignal,
  onPause: (until: number) => void,
): RetryPauses {
  const { retryFirstMs: firstMs, retryMaxMs: maxMs } = settings;
  const failures = createFailureCount(settings);
  const wakeUp = createWakeUp();

  function begin(attempt: number, atLeastMs = 0): number {
    const pauseMs = Math.max(Math.min(atLeastMs, maxMs), backoffMs(attempt, { firstMs, maxMs }));
    onPause(Date.now() + Math.round(pauseMs));
    return pauseMs;
  }

  return {
    afterFailure: () => pause(begin(failures.add("refusal")), signal),
    afterOutage: (atLeastMs) => wakeUp.wait(begin(failures.add("outage"), atLeastMs), signal),
    afterRewinds: (count) => pause(begin(count), signal),
    reset: failures.reset,
    signOfLife: () => void (failures.signOfLife(performance.now()) && wakeUp.notify()),
  };
}
