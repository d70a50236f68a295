// A mark in a word or two, where a table has no room for a sentence.

import type { Mark, MarkKind } from "../../history/picture.ts";

const words: Record<MarkKind, string> = {
  ahead: "to come",
  waiting: "waits",
  "in-flight": "on its way",
  done: "done",
  taken: "answered",
  failed: "failed",
  parked: "parked",
  discarded: "discarded",
  duplicate: "duplicate",
  ignored: "no handler",
  skipped: "skipped",
  "sent-back": "sent back",
  read: "read",
  earlier: "earlier",
};

export function shortMark({ kind, attempts }: Mark): string {
  const isTry = ["done", "taken", "failed", "in-flight"].includes(kind);
  return isTry && attempts > 1 ? `${words[kind]}, try ${attempts}` : words[kind];
}
