// The view as callers see it: one post, a page of them (whole-map.ts has all). Positions and versions stay inside.

import type { View, ViewPost } from "./view.ts";

export interface Post {
  id: string;
  title: string;
  comments: { id: string; content: string; status: string }[];
}

export interface Page {
  /** Newest first. */
  posts: Post[];
  /** The id to ask for older posts with (`before`); undefined on the last page. */
  next?: string;
}

/** Undefined for a post that nobody has said anything of but comments. */
export function toPost({ id, title, comments }: ViewPost): Post | undefined {
  if (title === null) return undefined;
  return {
    id,
    title,
    comments: comments.map((comment) => ({
      id: comment.id,
      content: comment.content,
      status: comment.status,
    })),
  };
}

/** Up to `limit` posts older than `before`, or the newest. Undefined when there is no such post to start from. */
export function toPage(view: View, limit: number, before?: string): Page | undefined {
  let end = view.order.length;
  if (before !== undefined) {
    const post = view.posts.get(before);
    if (!post || post.title === null) return undefined;
    end = indexOf(view.order, post);
  }
  const start = Math.max(0, end - limit);
  const posts = toPosts(view.order.slice(start, end)).toReversed();
  const next = posts.at(-1)?.id;
  return start > 0 && next !== undefined ? { posts, next } : { posts };
}

function toPosts(posts: ViewPost[]): Post[] {
  return posts.map(toPost).filter((post) => post !== undefined);
}

// By halves: the list is in order of position.
function indexOf(order: ViewPost[], post: ViewPost): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order[middle]!.position < post.position) low = middle + 1;
    else high = middle;
  }
  return low;
}
