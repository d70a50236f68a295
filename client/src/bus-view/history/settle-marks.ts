// What a subscriber's new state means for its marks: which events are parked, and which no longer are.

import type { SubscriberFact } from "@blog/event-bus/lab/records";
import { type Mark, type SubscriberPicture, unseen } from "./picture.ts";
import type { Lookup } from "./lookup.ts";

// The bus lists no more than so many parked events: of the rest, it is not known here whether they still are.
const MAX_LISTED = 1000;

// A failed event is right behind the cursor. A file may let a cursor leap as often as it likes.
const MAX_SETTLED = 5000;

/** The marks of `subscriber` once its state is `fact`. */
export function settleMarks(subscriber: SubscriberPicture, fact: SubscriberFact): Lookup<Mark> {
  const { fact: before } = subscriber;
  const parked = new Set(fact.parked);
  let { marks } = subscriber;

  function settle(position: number, kind: "parked" | "discarded"): void {
    const mark = marks.get(position) ?? unseen(kind);
    if (mark.kind !== "in-flight") marks = marks.with([position], { ...mark, kind });
  }

  const known = new Set(before.parked);
  for (const position of parked) if (!known.has(position)) settle(position, "parked");
  // Gone from the list without a delivery that was done: discarded by hand.
  for (const position of known) {
    if (!parked.has(position) && marks.get(position)?.kind === "parked")
      settle(position, "discarded");
  }
  // The bus goes on behind a failure only when it has parked it. One that is not listed was discarded before it was
  // reported as parked: the states of subscribers are sent every 50 ms.
  const last = Math.min(fact.cursor, before.cursor + MAX_SETTLED);
  for (let position = before.cursor + 1; position <= last; position += 1) {
    const mark = marks.get(position);
    if (mark?.kind === "failed" && mark.reason === "live")
      settle(position, parked.size < MAX_LISTED ? "discarded" : "parked");
  }
  return marks;
}
