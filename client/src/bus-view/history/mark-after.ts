// What one delivery makes of the mark between an event and a subscriber: when it leaves, and when it has ended.

import type { DeliveryEnded, DeliveryStarted, Effect } from "@blog/event-bus/lab/records";
import type { Mark, MarkKind } from "./picture.ts";

const kindOfEffect = {
  applied: "done",
  duplicate: "duplicate",
  unheard: "ignored",
  passed: "skipped",
} as const satisfies Record<Effect, MarkKind>;

type Started = Pick<DeliveryStarted, "attempt" | "reason" | "delivery">;

export function markInFlight(before: Mark | undefined, started: Started): Mark {
  const { attempt: attempts, reason, delivery } = started;
  const tookEffect = before?.tookEffect ?? false;
  return { kind: "in-flight", attempts, reason, delivery, tookEffect };
}

/** `index`: which of the delivery's events this is. */
export function markAfter(
  before: Mark | undefined,
  ended: DeliveryEnded,
  index: number,
  isParked: boolean,
): Mark {
  const effect = ended.effects?.[index];
  const position = ended.positions[index] ?? 0;
  const kind = kindAfter(ended, effect, position, isParked);
  // A course service answers 200 and no more: whether the event took effect is not known.
  const tookEffect = (before?.tookEffect ?? false) || kind === "done";
  // A later one is in flight, or has ended before this one: it has the last word.
  if (before && before.delivery > ended.delivery) return { ...before, tookEffect };
  const { attempt: attempts, reason, delivery } = ended;
  return { kind, attempts, reason, delivery, tookEffect };
}

function kindAfter(
  { outcome, resumeAfter = 0 }: DeliveryEnded,
  effect: Effect | undefined,
  position: number,
  isParked: boolean,
): MarkKind {
  if (outcome === "done") return effect ? kindOfEffect[effect] : "taken";
  if (isParked) return "parked";
  if (outcome !== "resume") return "failed";
  // The subscriber is further already, as after an answer that was lost: no cursor is rewound.
  return resumeAfter >= position ? "duplicate" : "sent-back";
}
