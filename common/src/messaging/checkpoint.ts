// How far a consumer has come, and what a delivery does to that. Pure rules: the inbox stores the
// checkpoint, and the handlers handle the events.
//
// A delivery is taken if it follows the place where the consumer is: same log, same position, same history up to there.
// Otherwise the consumer answers with its checkpoint. The bus goes back to there; or confirms that its log contains that
// place, and repeats what comes before; or answers that it does not, because the log was restored from a backup. Then the
// consumer starts over. So a position is never taken for known when it means another event now.

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

/** The checkpoint as far as it means anything to this delivery: START, in another log or in a restored one. */
export function effectiveCheckpoint(
  { log, redelivery, resetFrom }: Delivery,
  checkpoint: Checkpoint,
): Checkpoint {
  if (log === undefined || redelivery) return checkpoint;
  // A message that was meant for an earlier place is too late, and changes nothing.
  return checkpoint.log !== log || isSame(resetFrom, checkpoint) ? START : checkpoint;
}

/** Whether a delivery can be taken as it is. Against a course bus (no log, no positions) always. */
export function judge(delivery: Delivery, checkpoint: Checkpoint): Outcome {
  const { log, previous = 0, previousChecksum, confirmed, redelivery } = delivery;
  if (log === undefined || redelivery) return "done";
  const { position, checksum } = effectiveCheckpoint(delivery, checkpoint);
  const isKnown =
    checksum === undefined || previousChecksum === undefined || isSame(confirmed, checkpoint);
  const follows = previous === position && previousChecksum === checksum;
  if (follows || (isKnown && previous <= position)) return "done";
  return { resumeAfter: position, ...(checksum !== undefined && { checksum }) };
}

/** The checkpoint after a delivery that took effect; the same one if nothing about it has changed. */
export function advance(delivery: Delivery, checkpoint: Checkpoint): Checkpoint {
  const { log, events, redelivery } = delivery;
  if (log === undefined || (redelivery && checkpoint.log !== log)) return checkpoint;

  const before = effectiveCheckpoint(delivery, checkpoint);
  let { position, checksum, skippedPositions } = before;
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
    before === checkpoint &&
    before.log === log &&
    position === before.position &&
    skippedPositions === before.skippedPositions;
  if (isUnchanged) return checkpoint;
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
