// The view as callers see it: one post, a page of them and the course's map of all. Positions and versions stay inside.

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

/** Undefined for a post of which only comments have been received. */
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

/** The bytes of an answer, and the same compressed where that is done already. */
export interface Body {
  json: Buffer;
  /** Undefined while it is not compressed. */
  gzip(): Buffer | undefined;
}

/** The course's answer: every post by its id. */
export interface WholeMap {
  /** To be called with all posts that change. */
  forget(posts: Iterable<ViewPost>): void;
  body(): Body;
}

/** Makes the map for each answer. main.ts hands in one that keeps it (speed/whole-map.ts). */
export function plainMap(view: View): WholeMap {
  return {
    forget() {},
    body: () => ({ json: Buffer.from(`{${toMembers(view.order)}}`), gzip: () => undefined }),
  };
}

/** Text, so that any id is safe as a key ("__proto__", a number), and the order is that of the log. */
export function toMembers(posts: ViewPost[]): string {
  return posts.map((post) => `${JSON.stringify(post.id)}:${JSON.stringify(toPost(post))}`).join();
}

/** The Link header of a page that has older posts. */
export function nextLink(limit: number, { next }: Page): string | undefined {
  return next && `</posts?limit=${limit}&before=${encodeURIComponent(next)}>; rel="next"`;
}
