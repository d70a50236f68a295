// Why a delivery was refused, in the words of the problem, for the operator: no decision depends on it. It travels
// in a header, because the bus reads no body of an answer.

import type { Problem } from "../base/problem.ts";

export const REASON_HEADER = "event-bus-reason";

const MAX_CHARACTERS = 200;
// One code point is at most four bytes, which are percent-encoded in three characters each.
const MAX_ENCODED = MAX_CHARACTERS * 4 * 3;

// Control characters, those that turn the direction of what follows, line breaks, and what is no character at all.
const NOT_FOR_A_LINE = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/** The header of the answer: the problem's own words, cut at 200 characters; % and what is not printable ASCII is encoded. */
export function reasonHeader({ message }: Problem): Record<string, string> {
  const line = toLine(message);
  if (line === "") return {};
  return { [REASON_HEADER]: line.replaceAll(/[^ -$&-~]+/gu, encodeURIComponent) };
}

/** What stands in the header, as one line fit for a log and a page; undefined where nothing can be read. */
export function readReason(value: string | undefined): string | undefined {
  if (value === undefined || value.length > MAX_ENCODED) return undefined;
  try {
    return toLine(decodeURIComponent(value)) || undefined;
  } catch {
    return undefined;
  }
}

function toLine(text: string): string {
  // No longer than what can be left of it: a text of any length costs the same.
  const start = text
    .slice(0, 4 * MAX_CHARACTERS)
    .replaceAll(NOT_FOR_A_LINE, " ")
    .trim();
  return [...start].slice(0, MAX_CHARACTERS).join("").trim();
}
