// What the worker of one subscriber knows and does not write down: a bus that starts anew begins without it. The counting is
// that of the bus itself.

import { DEFAULTS } from "../../../event-bus/src/delivery/delivery-settings.ts";
import {
  createFailureCount,
  type FailureCount,
} from "../../../event-bus/src/delivery/failure-count.ts";
import {
  createRejectionCount,
  type RejectionCount,
} from "../../../event-bus/src/delivery/rejection-count.ts";

/** Small numbers, so that schedules reach them. */
export const PARK_AFTER = 3;
export const PARK_AFTER_BREAKS = 2;
/** Every pause is the longest one. */
export const PAUSE_MS = DEFAULTS.retryMaxMs;

export interface WorkerMemory {
  rejections: RejectionCount;
  failures: FailureCount;
  /** Up to this position events go alone. */
  singleUntil: number;
  /** The last try broke the connection, and the subscriber was not seen since. */
  isBroken: boolean;
  /** When the next try is due, if no sign of life comes before. */
  pauseEnds: number;
}

const settings = { ...DEFAULTS, parkAfter: PARK_AFTER, parkAfterBreaks: PARK_AFTER_BREAKS };

export function newMemory(): WorkerMemory {
  return {
    rejections: createRejectionCount(settings),
    failures: createFailureCount(settings),
    singleUntil: 0,
    isBroken: false,
    pauseEnds: 0,
  };
}
