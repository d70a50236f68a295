// Where a consumer is, and whether there is such a place in this log: after so many events, and those events, as the chained
// checksum tells. A log that was put back from a backup gives its positions to other events; a consumer that names such a
// place is told to start over. No delivery rule lives here: those are in worker.ts.

import { isDeepStrictEqual } from "node:util";
import type { Place } from "@blog/common/wire/delivery";
import type { EventLog } from "../log/event-log.ts";
import { seedOf } from "../log/event-log-check.ts";
import { warnOfRestoredLog } from "./restored-log.ts";
import { toHex } from "../log/stored-event.ts";

/** What the log says to a place that somebody has named. Nothing to one without a checksum: that is believed. */
export interface PlaceCheck {
  /** This is how the log goes. */
  confirmed?: Place;
  /** It does not: it is shorter, or other events stand there now. */
  resetFrom?: Place;
}

/** What a delivery says about the place it follows. */
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

/** Where to go on. `rewinds`: how often it was gone back, this time included, since the cursor last reached new ground. */
export interface ResumePoint {
  after: number;
  rewinds: number;
}

/** What one consumer and the bus tell each other about where that is. */
export function createResumeTracker(log: EventLog) {
  let check: PlaceCheck = {};
  let furthest = 0;
  // Two consumers behind one address, each with a checkpoint of its own, would have us go back for ever.
  let rewinds = 0;

  return {
    describe: (previous: number): DeliveryPosition => ({
      ...{ log: log.id, previous, previousChecksum: checksumAt(log, previous) },
      ...check,
    }),

    /** It is at another place than `previous`, it has said. Undefined when it makes no sense that it says so. */
    resume(
      named: { after: number; checksum?: string },
      { previous, cursor }: { previous: number; cursor: number },
    ): ResumePoint | undefined {
      const before = check;
      check = lookUp(log, named);
      const after = check.resetFrom ? 0 : named.after;
      furthest = Math.max(furthest, cursor);
      if (after < previous) return { after, rewinds: ++rewinds };
      // It is ahead, and is told with the same events again that its place is known.
      return isDeepStrictEqual(check, before) ? undefined : { after: cursor, rewinds: 0 };
    },

    /** It was served up to there. What is to be said about a place has been said, unless that is still ahead. */
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
