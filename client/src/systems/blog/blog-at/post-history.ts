// One post through time. Nothing of query's view depends on two posts at once, so each post is the fold of its own events,
// by the very function that query runs; the others need not be folded to look at it.

import { apply, createView, type View, type ViewEvent } from "@blog/query/view";
import type { BlogPost } from "../../../blog/api/blog-post.ts";

export type PlacedEvent = ViewEvent & { position: number };

export interface PostHistory {
  /** Takes the next event of this post; they come in the order of the log. */
  add(event: PlacedEvent): void;
  /** The post as it was when the log was `position` events long; undefined while query would not have shown it. */
  at(position: number): BlogPost | undefined;
}

interface Fold {
  view: View;
  /** So many events are in it. */
  count: number;
}

// A long conversation is not folded from its beginning each time the reader moves through it.
const SHORT = 256;

export function createPostHistory(): PostHistory {
  const events: PlacedEvent[] = [];
  const saved: Fold[] = [{ view: createView(), count: 0 }];
  // The position that was read last: going on from there is the usual case.
  let current: Fold = { view: createView(), count: 0 };

  function moveTo(count: number): void {
    const nearest = saved.findLast((fold) => fold.count <= count);
    const isBehind = current.count > count || (nearest && nearest.count > current.count);
    if (isBehind && nearest) current = copyOf(nearest);
    for (const event of events.slice(current.count, count)) {
      apply(current.view, event);
      current.count += 1;
      saveSometimes();
    }
  }

  // The longer the conversation, the rarer: all copies together stay about as large as the log.
  function saveSometimes(): void {
    const apart = Math.max(SHORT, commentsOf(current.view).length);
    if (current.count - (saved.at(-1)?.count ?? 0) >= apart) saved.push(copyOf(current));
  }

  return {
    add: (event) => void events.push(event),
    at(position) {
      moveTo(countUpTo(events, position));
      const [post] = current.view.posts.values();
      if (!post || post.title === null) return undefined;
      return {
        id: post.id,
        title: post.title,
        comments: post.comments.map(({ id, content, status }) => ({ id, content, status })),
      };
    },
  };
}

/** How many of these, which are in the order of the log, are at `position` or before. */
export function countUpTo(sorted: readonly { position: number }[], position: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.position ?? Infinity) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function copyOf({ view, count }: Fold): Fold {
  return { view: structuredClone(view), count };
}

function commentsOf(view: View): unknown[] {
  const [post] = view.posts.values();
  return post?.comments ?? [];
}
