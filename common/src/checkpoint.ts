// How far a consumer has come, and what a delivery does to that. Pure rules: where a checkpoint is kept is the inbox's
// business, and what is done with the events is the handlers'.

import type { Delivery, Outcome } from "./delivery.ts";

/** A place in a log: after this many of its events. Without `log`, or in another one, it means the start. */
export interface LogPosition {
  log?: string;
  position: number;
}

/** How far a consumer has come in which log. Another log (another identity) is read from its start. */
export interface Checkpoint extends LogPosition {
  /**
   * Positions before it that this consumer was never given: they are parked for it. A database put back from a backup
   * may be older than their redrive, of which the bus knows nothing: so they are asked for at each start.
   */
  passedOver: number[];
}

export const START: Checkpoint = { position: 0, passedOver: [] };

// Beyond, the oldest are forgotten: there, somebody has to redrive by hand what somebody restored by hand.
const MAX_PASSED_OVER = 1000;

/** Whether a delivery can be taken as it is. Against a course bus (no log, no positions) always. */
export function judge(
  { log, previous = 0, redelivery }: Delivery,
  checkpoint: Checkpoint,
): Outcome {
  if (log === undefined || redelivery) return "done";
  const reached = checkpoint.log === log ? checkpoint.position : 0;
  return previous > reached ? { resumeAfter: reached } : "done";
}

/** The checkpoint after a delivery that took effect; the same one if nothing about it has changed. It never goes back. */
export function advance({ log, events, redelivery }: Delivery, checkpoint: Checkpoint): Checkpoint {
  if (log === undefined) return checkpoint;
  const isSameLog = checkpoint.log === log;
  if (redelivery && !isSameLog) return checkpoint;

  let { position, passedOver } = isSameLog ? checkpoint : START;
  for (const event of events) {
    const at = event.position ?? 0;
    if (at <= position)
      passedOver = passedOver.includes(at) ? passedOver.filter((p) => p !== at) : passedOver;
    else if (!redelivery) {
      if (at > position + 1)
        passedOver = [...passedOver, ...between(position, at)].slice(-MAX_PASSED_OVER);
      position = at;
    }
  }
  const isUnchanged =
    isSameLog && position === checkpoint.position && passedOver === checkpoint.passedOver;
  return isUnchanged ? checkpoint : { log, position, passedOver };
}

function between(after: number, before: number): number[] {
  const first = Math.max(after + 1, before - MAX_PASSED_OVER);
  return Array.from({ length: before - first }, (_, index) => first + index);
}
