// A consumer's checkpoint, and whether this log contains it: the number of events, and by the chained checksum, which
// events. A log restored from a backup gives its positions to other events; a consumer whose checkpoint is not in it has to
// start over. No delivery rule lives here: those are in worker.ts.

import { isDeepStrictEqual } from "node:util";
import type { Place } from "@blog/common/wire/delivery";
import type { EventLog } from "../log/event-log.ts";
import { seedOf } from "../log/event-log-check.ts";
import { warnOfRestoredLog } from "./restored-log.ts";
import { toHex } from "../log/stored-event.ts";

/** Whether the log contains the checkpoint a consumer reported. Empty for one without a checksum: that is trusted. */
export interface PlaceCheck {
  /** The log contains it. */
  confirmed?: Place;
  /** It does not: the log is shorter, or has other events there now. */
  resetFrom?: Place;
}

/** The place in the log that a delivery follows, for its headers. */
export interface DeliveryPosition extends PlaceCheck {
  log: string;
  previous: number;
  previousChecksum?: string | undefined;
}

/** The checksum of the log up to a position; undefined beyond its end. */
export function checksumAt(log: EventLog, position: number): string | undefined {
  if (position === 0) return toHex(seedOf(log.id));
  const [event] = log.read(position - 1, 1);
  return event && toHex(event.checksum);
}

/** As it travels in a header: 12-9ae0daaf. */
export function toPlaceHeader({ position, checksum }: Place): string {
  return `${position}-${checksum}`;
}

/** Where to go on. `rewinds`: how often, this time included, since the cursor last advanced past its maximum. */
export interface ResumePoint {
  after: number;
  rewinds: number;
}

/** Where one consumer is, agreed between it and the bus. */
export function createResumeTracker(log: EventLog) {
  let check: PlaceCheck = {};
  let furthest = 0;
  // Two consumers behind one address, each with a checkpoint of its own, would make us go back without end.
  let rewinds = 0;

  return {
    describe: (previous: number): DeliveryPosition => ({
      ...{ log: log.id, previous, previousChecksum: checksumAt(log, previous) },
      ...check,
    }),

    /** The consumer reported a checkpoint other than `previous`. Undefined when that makes no sense. */
    resume(
      named: { after: number; checksum?: string },
      { previous, cursor }: { previous: number; cursor: number },
    ): ResumePoint | undefined {
      const before = check;
      check = lookUp(log, named);
      const after = check.resetFrom ? 0 : named.after;
      furthest = Math.max(furthest, cursor);
      if (after < previous) return { after, rewinds: ++rewinds };
      // It is ahead: the same events are sent again, with its checkpoint confirmed.
      return isDeepStrictEqual(check, before) ? undefined : { after: cursor, rewinds: 0 };
    },

    /** It was served up to there. A confirmed place needs no header any more, unless it is still ahead. */
    reached(cursor: number): void {
      if (cursor > furthest) rewinds = 0;
      if (!check.confirmed || check.confirmed.position <= cursor) check = {};
    },
  };
}

function lookUp(
  log: EventLog,
  { after: position, checksum }: { after: number; checksum?: string },
) {
  const check: PlaceCheck = {};
  if (checksum === undefined) return check;
  const isHere = checksumAt(log, position) === checksum;
  if (!isHere) warnOfRestoredLog(log, { position });
  check[isHere ? "confirmed" : "resetFrom"] = { position, checksum };
  return check;
}
