// One delivery in words: when, the answer, and the bus's decision.

import type { DeliveryEnded, DeliveryReason, Effect } from "@blog/event-bus/lab/records";
import type { Delivery } from "../../history/picture.ts";
import { duration } from "../parts/clock-time.ts";

const reasons: Record<DeliveryReason, string> = {
  live: "",
  redrive: "redriven by hand",
  replay: "replayed by hand",
  duplicate: "sent twice by the lab",
};

const effects: Record<Effect, string> = {
  applied: "it took effect",
  duplicate: "ignored: its id was known",
  unheard: "no handler for it",
  passed: "skipped: it had been read already",
};

const faults = {
  cut: "the lab has cut the wire",
  failed: "the lab made it fail",
  "answer lost": "the lab lost its answer",
};

/** The result for the event at `position`. */
export function outcomeInWords(delivery: Delivery, position: number): string {
  const { ended, positions, attempt, reason } = delivery;
  const tried = [attempt > 1 && `try ${attempt}`, reasons[reason]];
  if (!ended) return inOneLine([...tried, "on its way"]);
  const effect = ended.effects?.[ended.positions.indexOf(position)];
  return inOneLine([
    ...tried,
    ended.fault ? faults[ended.fault] : answerOf(ended),
    effect && effects[effect],
    ended.outcome === "resume" && whereItIs(ended.resumeAfter ?? 0, position),
    ended.outcome === "outage" && "not the event's fault: retried without limit",
    ended.outcome === "suspect" && "counted against the event",
    positions.length > 1 && `in a batch of ${positions.length}`,
  ]);
}

function whereItIs(resumeAfter: number, position: number): string {
  return resumeAfter >= position
    ? `it is at #${resumeAfter} already, so nothing took effect`
    : `it wants to go on after #${resumeAfter}`;
}

function inOneLine(words: (string | false | undefined)[]): string {
  return words.filter(Boolean).join(" · ");
}

// The bus's error has the reason: "answered 422: type: must not be empty". The duration goes behind the status.
function answerOf({ error, status, ms }: DeliveryEnded): string {
  const after = `after ${duration(ms)}`;
  const answer = answered(status);
  if (!error?.startsWith(`${answer}: `)) return `${error ?? answer} ${after}`;
  return `${answer} ${after} · ${error.slice(answer.length + 2)}`;
}

function answered(status: number | undefined): string {
  return status === undefined ? "no answer" : `answered ${status}`;
}
