// Does query agree with the log? In one sentence, and only as far as it is known: two states are compared at the same
// position of the same log, or not at all.

import type { PostPage } from "../../../blog/api/get-posts.ts";
import { count } from "../../../bus-view/panels/parts/clock-time.ts";

export interface Verdict {
  kind: "same" | "behind" | "differs" | "ahead" | "away" | "unknown";
  words: string;
}

interface Facts {
  /** Why query does not answer, in words. */
  problem: string | undefined;
  isAnswered: boolean;
  /** Of query's answer. */
  place: PostPage["place"];
  /** Of the log that is shown; undefined while none is known. */
  logId: string | undefined;
  /** The event up to which the log is shown. */
  shown: number;
  /** The last event of the log, as far as this page has come. */
  tail: number;
  /** How many things differ at the position of the answer; undefined while that is not read yet. */
  differences: number | undefined;
  /** How many events are parked for query. */
  parked: number;
}

export function judgeQuery(facts: Facts): Verdict {
  const { problem, isAnswered, place, logId, shown, tail, differences, parked } = facts;
  const unknown = (words: string): Verdict => ({ kind: "unknown", words });
  if (problem) return { kind: "away", words: `query does not answer: ${problem}` };
  if (!isAnswered) return unknown("Asking query…");
  if (logId === undefined)
    return unknown("The log is not known, so this is compared with nothing.");
  if (!place) return unknown("This query does not report its position, so it is not compared.");
  if (place.log !== logId) return unknown("query is still at another log, so it is not compared.");

  const at = `#${place.position}`;
  if (place.position > tail)
    return {
      kind: "ahead",
      words: `query is at ${at}, further than what is shown here (#${tail}).`,
    };
  if (differences === undefined) return unknown(`query is at ${at}. Reading the log up to there…`);
  if (differences > 0) {
    const because = parked > 0 ? ` ${count(parked, "event")} parked for it.` : "";
    const words = `At ${at} query differs from the log: ${count(differences, "difference")}.${because}`;
    return { kind: "differs", words };
  }
  if (place.position < shown) {
    const behind = count(shown - place.position, "event");
    return { kind: "behind", words: `query has not caught up: it is at ${at}, ${behind} behind.` };
  }
  return place.position > shown
    ? { kind: "ahead", words: `query is at ${at}: what came after #${shown} is marked.` }
    : { kind: "same", words: `The same as the log, at ${at}.` };
}
