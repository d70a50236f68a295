// GET /posts: one page of posts, newest first.

import type { BlogPost } from "./blog-post.ts";
import { http } from "../../http/http.ts";

export interface PostPage {
  posts: BlogPost[];
  /** Where the next, older page begins. Absent on the last page. */
  next?: string;
  /** The last event of the log that this list includes. Absent where query does not know. */
  place?: { log: string; position: number };
}

export async function getPosts(before: string | undefined, signal: AbortSignal): Promise<PostPage> {
  const { data, headers } = await http.get<BlogPost[] | Record<string, BlogPost>>("/posts", {
    params: { limit: 20, before },
    signal,
  });

  // The course's own query service knows no pages: it answers one map of all posts, oldest first.
  if (!Array.isArray(data)) return { posts: Object.values(data).toReversed() };

  const next = nextCursor(headers.link);
  const place = placeOf(headers["event-bus-log"], Number(headers["event-bus-position"]));
  return { posts: data, ...(next && { next }), ...(place && { place }) };
}

function placeOf(log: unknown, position: number): PostPage["place"] {
  return typeof log === "string" && position >= 0 ? { log, position } : undefined;
}

/** Reads `</posts?limit=20&before=ID>; rel="next"` (RFC 8288). */
function nextCursor(link: unknown): string | null {
  const target =
    typeof link === "string" ? /<([^>]*)>\s*;\s*rel="?next"?/.exec(link)?.[1] : undefined;
  return target ? new URL(target, window.location.origin).searchParams.get("before") : null;
}
