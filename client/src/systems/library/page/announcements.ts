// What a screen reader announces of the comparison: seldom, and only what a reader has caused or must know.

import type { Way } from "../catalogue.ts";
import type { Comparison } from "./asking/comparison.ts";
import { seenAfterMs } from "./asking/rename.ts";
import { trendOf } from "./asking/samples.ts";
import { milliseconds } from "./figures-in-words.ts";
import { WAYS, WAYS_IN_WORDS } from "./ways.ts";

/** What was announced of it: each thing once. */
export interface Announced {
  fails: Record<Way, boolean>;
  /** The new name that both ways have shown. */
  name: string | undefined;
}

export const NOTHING: Announced = { fails: { rpc: false, events: false }, name: undefined };

/** The new sentences, and what is announced with them. The same object when there is nothing new. */
export function announce(
  announced: Announced,
  { ways, rename }: Comparison,
): { announced: Announced; text: string } {
  const sentences: string[] = [];
  const fails = { ...announced.fails };
  for (const way of WAYS) {
    const trend = trendOf(ways[way].samples);
    const isFailing = trend === "fails" || (trend !== "answers" && fails[way]);
    if (isFailing === fails[way]) continue;
    fails[way] = isFailing;
    const { name } = WAYS_IN_WORDS[way];
    sentences.push(isFailing ? `${name} gets no answer.` : `${name} is answered again.`);
  }

  const seen = rename && renameInWords(rename);
  if (seen && rename.to !== announced.name) sentences.push(seen);
  if (sentences.length === 0) return { announced, text: "" };
  return {
    announced: { fails, name: seen ? rename.to : announced.name },
    text: sentences.join(" "),
  };
}

/** Empty until both ways have shown the new name. */
function renameInWords(rename: NonNullable<Comparison["rename"]>): string {
  const after = WAYS.map((way) => ({ way, ms: seenAfterMs(rename, way) }));
  if (after.some(({ ms }) => ms === undefined)) return "";
  const times = after.map(
    ({ way, ms = 0 }) =>
      `${WAYS_IN_WORDS[way].name} shows it after ${milliseconds(ms)} milliseconds`,
  );
  return `${rename.from} is now ${rename.to}: ${times.join(", ")}.`;
}
