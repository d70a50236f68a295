// What a replay came to, in words.

import type { ReplayReport, ReplayResult } from "@blog/event-bus/lab/replay-report";
import { count } from "../parts/clock-time.ts";

/** "17 events to 2 subscribers = 34 deliveries" */
export function countInWords({ events, results }: ReplayReport): string {
  const all = `${count(events, "event")} to ${count(results.length, "subscriber")}`;
  return `${all} = ${count(events * results.length, "delivery", "deliveries")}`;
}

/** "12 applied, 5 ignored as duplicates" */
export function resultInWords(results: readonly ReplayResult[]): string {
  const sum = (key: "applied" | "duplicates" | "unheard" | "failed" | "sent") =>
    results.reduce((total, result) => total + result[key], 0);
  const [sent, applied, duplicates] = [sum("sent"), sum("applied"), sum("duplicates")];
  const [ignored, failed] = [sum("unheard"), sum("failed")];
  // A course service answers 200 and no more.
  const silent = sent - applied - duplicates - ignored - failed;
  const parts = [
    applied > 0 && `${applied} applied`,
    duplicates > 0 && `${duplicates} ignored as ${duplicates === 1 ? "a duplicate" : "duplicates"}`,
    ignored > 0 && `${ignored} without a handler`,
    failed > 0 && `${failed} failed`,
    silent > 0 && `${silent} answered without details`,
  ];
  return parts.filter(Boolean).join(", ") || "nothing was sent";
}
