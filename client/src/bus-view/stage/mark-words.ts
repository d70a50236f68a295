// Each mark in words: for the legend, for screen readers, and for tooltips.

import type { DeliveryReason } from "@blog/event-bus/lab/records";
import type { Mark, MarkKind } from "../history/picture.ts";

export const kindWords: Record<MarkKind, string> = {
  ahead: "not yet its turn",
  waiting: "waits: deliveries are held or delayed",
  "in-flight": "on its way",
  done: "done: it took effect",
  taken: "answered as done; its effect is unknown",
  failed: "failed, and is tried again",
  parked: "parked: set aside after too many tries",
  discarded: "discarded by hand",
  duplicate: "known already, so ignored",
  ignored: "no handler for this type",
  skipped: "had been read from the log before",
  "sent-back": "asked for something earlier first",
  read: "read from the log while catching up",
  earlier: "served before this page watched",
};

const reasonWords: Record<DeliveryReason, string> = {
  live: "",
  redrive: "redriven by hand",
  replay: "replayed by hand",
  duplicate: "sent twice by the lab",
};

/** One line, without a full stop: "done: it took effect, at try 3". */
export function markInWords({ kind, attempts, reason, tookEffect }: Mark): string {
  const isTry = ["done", "taken", "failed", "in-flight"].includes(kind);
  return [
    kind === "in-flight" && attempts > 1 ? "tried again" : kindWords[kind],
    isTry && attempts > 1 ? `at try ${attempts}` : "",
    reasonWords[reason],
    kind === "failed" && tookEffect ? "it had taken effect before" : "",
  ]
    .filter(Boolean)
    .join(", ");
}
