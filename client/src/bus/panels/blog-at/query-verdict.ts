// Does query say what the log says? In one sentence.

import type { SubscriberFact } from "@blog/event-bus/lab/records";
import { count } from "../parts/clock-time.ts";
import type { QueryGap } from "./query-gap.ts";

export interface Verdict {
  kind: "same" | "behind" | "ahead" | "away" | "unknown";
  words: string;
}

interface Facts {
  gap: QueryGap | undefined;
  problem: string | undefined;
  query: SubscriberFact | undefined;
  tail: number;
  viewing: number | "live";
}

export function judgeQuery({ gap, problem, query, tail, viewing }: Facts): Verdict {
  if (problem) return { kind: "away", words: `query does not answer: ${problem}` };
  if (!gap) return { kind: "unknown", words: "Asking query…" };
  const { lacks, hasMore } = gap;
  if (viewing !== "live" && viewing < tail) {
    return lacks + hasMore === 0
      ? { kind: "same", words: `Nothing that query shows has changed since #${viewing}.` }
      : { kind: "ahead", words: `query is further: what came after #${viewing} is marked.` };
  }
  if (lacks + hasMore === 0) return { kind: "same", words: "The same as the log." };
  const parked = query?.parked.length ?? 0;
  // What query knows more is no lag of query's: the picture is shown a moment later than it happens.
  const isBehind = lacks > 0 && (query === undefined || query.cursor < tail || parked > 0);
  if (!isBehind) return { kind: "ahead", words: "query is a moment ahead of this picture." };
  const because = parked > 0 ? ` ${count(parked, "event")} parked for it.` : "";
  return {
    kind: "behind",
    words: `query has not caught up: ${count(lacks, "difference")}.${because}`,
  };
}
