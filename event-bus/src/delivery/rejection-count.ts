// How often one subscriber has rejected one event, sent alone; and when that is enough to park it.

import type { DeliverySettings } from "./delivery-settings.ts";

interface Failure {
  position: number;
  /** The connection broke: the subscriber's process may have died of the event. */
  isBreak: boolean;
  /** A redriven event has one try. */
  isRedelivery: boolean;
  /** It keeps a checkpoint, so what it has taken survives its process. */
  hasCheckpoint: boolean;
}

export interface RejectionCount {
  /** Counts one failure. The count of another event is dropped: that one was skipped meanwhile. */
  add(failure: Failure): { tries: number; isEnough: boolean };
  clear(): void;
}

export function createRejectionCount({
  parkAfter,
  parkAfterBreaks,
}: DeliverySettings): RejectionCount {
  let counted = 0;
  let tries = 0;
  let breaks = 0;

  return {
    add({ position, isBreak, isRedelivery, hasCheckpoint }) {
      if (position !== counted) tries = breaks = 0;
      counted = position;
      tries += 1;
      if (isBreak) breaks += 1;
      const isDeadly = !hasCheckpoint && breaks >= parkAfterBreaks;
      return { tries, isEnough: isRedelivery || isDeadly || tries >= parkAfter };
    },
    clear() {
      tries = breaks = 0;
    },
  };
}
