// A rename and who has seen it: for each way, how long after the answer to the rename its first answer had the new name.

import type { AnsweredBook, Way } from "../../catalogue.ts";

export interface Rename {
  authorId: string;
  from: string;
  to: string;
  /** When author-service had changed it, by performance.now(); undefined while it is asked. */
  doneAt?: number;
  /** When each way first showed the new name. */
  seenAt: Partial<Record<Way, number>>;
}

/** The same rename where these books show nothing new. */
export function withAnswer(
  rename: Rename,
  way: Way,
  books: readonly AnsweredBook[],
  at: number,
): Rename {
  if (rename.seenAt[way] !== undefined) return rename;
  const isSeen = books.some(
    ({ author }) => author.id === rename.authorId && author.name === rename.to,
  );
  return isSeen ? { ...rename, seenAt: { ...rename.seenAt, [way]: at } } : rename;
}

/** Undefined until then. 0 where the new name was seen before the rename itself was answered. */
export function seenAfterMs({ doneAt, seenAt }: Rename, way: Way): number | undefined {
  const at = seenAt[way];
  return at === undefined || doneAt === undefined ? undefined : Math.max(0, at - doneAt);
}

/** "Ada", then "Ada (2)", "Ada (3)" and so on: what has changed is seen at a glance. */
export function nextName(name: string): string {
  const [, base = name, count = "1"] = /^(.*) \((\d{1,6})\)$/.exec(name) ?? [];
  return `${base} (${Number(count) + 1})`;
}
