// The failures since the last success, and whether a sign of life ends the pause after one: the rules of retry-pauses.ts
// without a clock, so that the model of the protocol (tests/chaos/model) keeps the same ones.

import type { DeliverySettings } from "./delivery-settings.ts";

export interface FailureCount {
  /** One more, which the next pause is as long as. In an outage the subscriber is away; after a refusal it is there. */
  add(kind: "refusal" | "outage"): number;
  /** All is well: the next failure is a first one. */
  reset(): void;
  /**
   * The subscriber has been seen, at `now` in ms. True when it is to be tried at once: in an outage, and once in the longest
   * pause, since one that asks all the time and cannot take its events would hammer itself.
   */
  signOfLife(now: number): boolean;
}

export function createFailureCount({
  retryMaxMs,
}: Pick<DeliverySettings, "retryMaxMs">): FailureCount {
  let failures = 0;
  let isOutage = false;
  let lastSign = -Infinity;

  return {
    add(kind) {
      isOutage = kind === "outage";
      return ++failures;
    },
    reset() {
      failures = 0;
      isOutage = false;
    },
    signOfLife(now) {
      if (!isOutage || now - lastSign < retryMaxMs) return false;
      lastSign = now;
      failures = 0;
      return true;
    },
  };
}
