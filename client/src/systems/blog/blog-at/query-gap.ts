// Query's answer, compared with the log: where it lacks something, and where it knows more.

import type { BlogPost } from "../../../blog/api/blog-post.ts";
import type { BlogHistory } from "./blog-history.ts";
import { type ComparedPost, comparePost } from "./compare-posts.ts";

export interface QueryGap {
  /** As query has them, with what is different from the log. */
  posts: ComparedPost[];
  /** In the log, and not in query's answer. */
  missing: BlogPost[];
  /** Things that are in the log and not here, or not like this. */
  lacks: number;
  /** Things that are here and not in the log up to there. */
  hasMore: number;
}

/** `answer`: query's newest posts, of which it gave no more than `limit`. */
export function compareWithLog(
  answer: readonly BlogPost[],
  history: BlogHistory,
  position: number,
  limit: number,
): QueryGap {
  const posts = answer.map((post) => comparePost(history.postAt(post.id, position), post));
  const missing = missingIn(answer, history.at(position, limit).posts, limit);
  const comments = posts.filter(({ change }) => change !== "new").flatMap((post) => post.comments);
  const count = (items: { change: string }[], change: string) =>
    items.filter((item) => item.change === change).length;
  return {
    posts,
    missing,
    lacks:
      missing.length +
      posts.reduce((sum, post) => sum + post.missing.length, 0) +
      count(posts, "changed") +
      count(comments, "changed"),
    hasMore: count(posts, "new") + count(comments, "new"),
  };
}

// A full page ends somewhere: what is older than its last post is on the next one.
function missingIn(answer: readonly BlogPost[], expected: BlogPost[], limit: number): BlogPost[] {
  const there = new Set(answer.map(({ id }) => id));
  const oldest = expected.findLastIndex(({ id }) => there.has(id));
  const isFull = answer.length >= limit;
  return expected.filter(
    ({ id }, index) => !there.has(id) && (!isFull || oldest === -1 || index < oldest),
  );
}
