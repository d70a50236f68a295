// The list of posts as the cache holds it, and how one update changes it: pure functions. Everything that did not
// change keeps its identity, so that React draws one post per event and no more.

import type { InfiniteData } from "@tanstack/react-query";
import type { BlogPost } from "../api/blog-post.ts";
import type { PostPage } from "../api/get-posts.ts";

export type PostPages = InfiniteData<PostPage, string | undefined>;

export function findPost(data: PostPages | undefined, id: string): BlogPost | undefined {
  for (const page of data?.pages ?? []) {
    const found = page.posts.find((post) => post.id === id);
    if (found) return found;
  }
  return undefined;
}

/** The list with this version of the post: in its place if it is there, on top if it is new. */
export function withPost(data: PostPages, post: BlogPost): PostPages {
  const known = findPost(data, post.id);
  if (known === post) return data;
  if (known) {
    return {
      ...data,
      pages: data.pages.map((page) =>
        page.posts.includes(known) ? replaced(page, known, post) : page,
      ),
    };
  }
  const [first, ...older] = data.pages;
  if (!first || !isNew(data, post)) return data;
  return { ...data, pages: [{ ...first, posts: [post, ...first.posts] }, ...older] };
}

/** Whether an unknown post is a new one. Otherwise it is an old one, further down than the reader has scrolled yet. */
function isNew(data: PostPages, post: BlogPost): boolean {
  const last = data.pages.at(-1);
  const oldest = last?.posts.at(-1);
  // Our ids grow with time (UUIDv7); the course's are random, but a post without comments can only be new.
  return !last?.next || !oldest || post.comments.length === 0 || post.id > oldest.id;
}

function replaced(page: PostPage, known: BlogPost, post: BlogPost): PostPage {
  return { ...page, posts: page.posts.map((each) => (each === known ? post : each)) };
}
