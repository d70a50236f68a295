// The course's answer, every post by its id, as the bytes that are sent. A change to one post makes the text of the posts
// around it anew, not of all: with 10,000 posts that takes 1.7 ms instead of 22. The plain version is one JSON.stringify.

import { type Body, toMembers, type WholeMap } from "../pages.ts";
import { createBody } from "./body.ts";
import type { View, ViewPost } from "../view.ts";

/** Neighbours in the log, and what is sent of them. */
interface PostRange {
  posts: ViewPost[];
  json: Buffer;
  isStale: boolean;
}

const RANGE_SIZE = 100;

/** Made once for each state of the view, and shared by all its readers. */
export function createWholeMap(view: View): WholeMap {
  let ranges: PostRange[] = [];
  const rangeOf = new WeakMap<ViewPost, PostRange>();
  let whole: Body | undefined;

  function range(known: PostRange | undefined, posts: ViewPost[]): PostRange {
    if (known && !known.isStale && isSame(known.posts, posts)) return known;
    const made = { posts, json: Buffer.from(toMembers(posts)), isStale: false };
    for (const post of posts) rangeOf.set(post, made);
    return made;
  }

  function body(): Body {
    if (whole) return whole;
    const { length } = view.order;
    ranges = Array.from({ length: Math.ceil(length / RANGE_SIZE) }, (_, index) =>
      range(ranges[index], view.order.slice(index * RANGE_SIZE, (index + 1) * RANGE_SIZE)),
    );
    const parts = ranges.flatMap(({ json }, index) => (index > 0 ? [COMMA, json] : [json]));
    return (whole = createBody(Buffer.concat([OPEN, ...parts, CLOSE])));
  }

  return {
    forget(posts) {
      for (const post of posts) {
        const known = rangeOf.get(post);
        if (known) known.isStale = true;
      }
      whole = undefined;
    },
    body,
  };
}

const OPEN = Buffer.from("{");
const COMMA = Buffer.from(",");
const CLOSE = Buffer.from("}");

function isSame(some: ViewPost[], others: ViewPost[]): boolean {
  return some.length === others.length && some.every((post, index) => post === others[index]);
}
