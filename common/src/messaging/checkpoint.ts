// How far a consumer has come, and what a delivery does to that: one pure rule, judge. Who keeps the checkpoint, and what it
// means that an event takes effect, is up to each inbox: SQL (inbox.ts), a view in memory (query), a copy of the log (the gateway).
//
// A delivery is taken if it follows the place where the consumer is: same log, same position, same history up to there.
// Otherwise the consumer answers with its checkpoint. The bus goes back to there; or confirms that its log contains that
// place, and repeats what comes before; or answers that it does not, because the log was restored from a backup. Then the
// consumer starts over. So a position is never taken for known when it means another event now.

import type { ReceivedEvent } from "../wire/cloud-events.ts";
import type { Delivery, Outcome, Place } from "../wire/delivery.ts";

/** A place in a log. Without `log`, or in another one, it means the start. */
export interface LogPosition extends Place {
  log?: string;
}

/** How far a consumer has come in which log. Another log (another identity) is read from its start. */
export interface Checkpoint extends LogPosition {
  /**
   * Positions before it that this consumer was never given: they are parked for it. A database restored from a
   * backup may be older than their redrive, which the bus cannot know: so they are requested again at each start.
   */
  skippedPositions: number[];
}

export const START: Checkpoint = { position: 0, skippedPositions: [] };

// Beyond, the oldest are forgotten: after a restore, an operator has to redrive those by hand.
const MAX_SKIPPED = 1000;

/** What a delivery means to a consumer at a checkpoint. */
export interface Judgement {
  /** Whether it can take effect as it is. Against a course bus (no log, no positions) always. */
  outcome: Outcome;
  /** Its positions begin at 1 again: it is of another log than the checkpoint, or of a restored one. */
  startsOver: boolean;
  /** By position: whether the consumer was never given this event. For one that remembers no ids. */
  isNew(event: ReceivedEvent): boolean;
  /** The checkpoint once it has taken effect; the same one if nothing about it has changed. */
  reached: Checkpoint;
}

export function judge(delivery: Delivery, checkpoint: Checkpoint): Judgement {
  const startsOver = isElsewhere(delivery, checkpoint);
  const from = startsOver ? START : checkpoint;
  return {
    outcome: outcomeOf(delivery, from),
    startsOver,
    isNew: ({ position }) =>
      delivery.redelivery === true ||
      position === undefined ||
      position > from.position ||
      from.skippedPositions.includes(position),
    reached: advance(delivery, from),
  };
}

function isElsewhere({ log, redelivery, resetFrom }: Delivery, checkpoint: Checkpoint): boolean {
  if (log === undefined || redelivery) return false;
  // A message that was meant for an earlier place is too late, and changes nothing.
  return checkpoint.log !== log || isSame(resetFrom, checkpoint);
}

function outcomeOf(delivery: Delivery, from: Checkpoint): Outcome {
  const { log, previous = 0, previousChecksum, confirmed, redelivery } = delivery;
  if (log === undefined || redelivery) return "done";
  const { position, checksum } = from;
  const isKnown =
    checksum === undefined || previousChecksum === undefined || isSame(confirmed, from);
  const isNext = previous === position && previousChecksum === checksum;
  if (isNext || (isKnown && previous <= position)) return "done";
  return { resumeAfter: position, ...(checksum !== undefined && { checksum }) };
}

function advance({ log, events, redelivery }: Delivery, from: Checkpoint): Checkpoint {
  if (log === undefined || (redelivery && from.log !== log)) return from;

  let { position, checksum, skippedPositions } = from;
  for (const event of events) {
    const at = event.position ?? 0;
    if (at <= position)
      skippedPositions = skippedPositions.includes(at)
        ? skippedPositions.filter((p) => p !== at)
        : skippedPositions;
    else if (!redelivery) {
      if (at > position + 1)
        skippedPositions = [...skippedPositions, ...between(position, at)].slice(-MAX_SKIPPED);
      ({ checksum } = event);
      position = at;
    }
  }
  const isUnchanged =
    from.log === log && position === from.position && skippedPositions === from.skippedPositions;
  if (isUnchanged) return from;
  return { log, position, ...(checksum !== undefined && { checksum }), skippedPositions };
}

function isSame(one: Place | undefined, other: Place): boolean {
  return one?.position === other.position && one.checksum === other.checksum;
}

function between(after: number, before: number): number[] {
  const first = Math.max(after + 1, before - MAX_SKIPPED);
  return Array.from({ length: before - first }, (_, index) => first + index);
}

/** A checkpoint as JSON. The skipped positions keep their first name in there: stored checkpoints outlive a rename. */
export function writeCheckpoint({ skippedPositions, ...place }: Checkpoint): string {
  return JSON.stringify({ ...place, passedOver: skippedPositions });
}

/** `json` was made by writeCheckpoint. */
export function readCheckpoint(json: string): Checkpoint {
  const { passedOver, ...place } = JSON.parse(json) as LogPosition & { passedOver: number[] };
  return { ...place, skippedPositions: passedOver };
}
