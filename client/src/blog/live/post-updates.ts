// The updates that the stream has brought so far. An answer that was in flight while an update arrived is older than the
// update, so everything that enters the cache passes through here, and the update wins.

import type { BlogPost } from "../api/blog-post.ts";
import { type PostPages, withPost } from "./post-pages.ts";

export interface PostUpdates {
  receive(post: BlogPost): void;
  /** After a gap in the stream, the updates before it may be older than any answer. */
  forget(): void;
  appliedToPages(data: PostPages): PostPages;
  appliedToPost(post: BlogPost): BlogPost;
}

export function createPostUpdates(): PostUpdates {
  const received = new Map<string, BlogPost>();
  return {
    receive(post) {
      // Deleted first, so that the map's order is the order of the updates.
      received.delete(post.id);
      received.set(post.id, post);
    },
    forget: () => received.clear(),
    appliedToPages(data) {
      const missing = new Map(received);
      const pages = data.pages.map((page) => {
        const posts = page.posts.map((post) => received.get(post.id) ?? post);
        for (const post of posts) missing.delete(post.id);
        return posts.some((post, index) => post !== page.posts[index]) ? { ...page, posts } : page;
      });
      const isChanged = pages.some((page, index) => page !== data.pages[index]);
      return [...missing.values()].reduce(withPost, isChanged ? { ...data, pages } : data);
    },
    appliedToPost: (post) => received.get(post.id) ?? post,
  };
}
