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
export interface Verdict {
  /** This is how the log goes. */
  confirmed?: Place;
  /** It does not: it is shorter, or other events stand there now. */
  startOver?: Place;
}

/** What a delivery says about the place it follows. */
export interface Whereabouts extends Verdict {
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
export function toText({ position, checksum }: Place): string {
  return `${position}-${checksum}`;
}

/** Where to go on. `setbacks`: how often it was gone back, this time included, since the cursor last reached new ground. */
export interface Way {
  after: number;
  setbacks: number;
}

/** What one consumer and the bus tell each other about where that is. */
export function createWhereabouts(log: EventLog) {
  let verdict: Verdict = {};
  let furthest = 0;
  // Two consumers behind one address, each with a checkpoint of its own, would have us go back for ever.
  let setbacks = 0;

  return {
    say: (previous: number): Whereabouts => ({
      ...{ log: log.id, previous, previousChecksum: checksumAt(log, previous) },
      ...verdict,
    }),

    /** It is at another place than `previous`, it has said. Undefined when it makes no sense that it says so. */
    hear(
      said: { after: number; checksum?: string },
      { previous, cursor }: { previous: number; cursor: number },
    ): Way | undefined {
      const before = verdict;
      verdict = lookUp(log, said);
      const after = verdict.startOver ? 0 : said.after;
      furthest = Math.max(furthest, cursor);
      if (after < previous) return { after, setbacks: ++setbacks };
      // It is ahead, and is told with the same events again that its place is known.
      return isDeepStrictEqual(verdict, before) ? undefined : { after: cursor, setbacks: 0 };
    },

    /** It was served up to there. What is to be said about a place has been said, unless that is still ahead. */
    reach(cursor: number): void {
      if (cursor > furthest) setbacks = 0;
      if (!verdict.confirmed || verdict.confirmed.position <= cursor) verdict = {};
    },
  };
}

function lookUp(
  log: EventLog,
  { after: position, checksum }: { after: number; checksum?: string },
) {
  const verdict: Verdict = {};
  if (checksum === undefined) return verdict;
  const isHere = checksumAt(log, position) === checksum;
  if (!isHere) warnOfRestoredLog(log, { position });
  verdict[isHere ? "confirmed" : "startOver"] = { position, checksum };
  return verdict;
}
