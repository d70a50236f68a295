// How often one event has failed, alone, for one subscriber; and when that is enough to park it.

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

export interface Suspicion {
  /** Counts one failure. Suspicions of another event are dropped: that one was skipped meanwhile. */
  add(failure: Failure): { tries: number; isEnough: boolean };
  clear(): void;
}

export function createSuspicion({ parkAfter, parkAfterBreaks }: DeliverySettings): Suspicion {
  let suspected = 0;
  let tries = 0;
  let breaks = 0;

  return {
    add({ position, isBreak, isRedelivery, hasCheckpoint }) {
      if (position !== suspected) tries = breaks = 0;
      suspected = position;
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
