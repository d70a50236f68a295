// What the stream has said so far. An answer that was on its way while news arrived is older than the news, so everything
// that enters the cache passes through here, and the news wins.

import type { BlogPost } from "../api/blog-post.ts";
import { type PostPages, withPost } from "./post-pages.ts";

export interface PostNews {
  hear(post: BlogPost): void;
  /** After a gap in the stream, what was heard before it may be older than any answer. */
  forget(): void;
  appliedToPages(data: PostPages): PostPages;
  appliedToPost(post: BlogPost): BlogPost;
}

export function createPostNews(): PostNews {
  const heard = new Map<string, BlogPost>();
  return {
    hear(post) {
      // Deleted first, so that the map's order is the order of the news.
      heard.delete(post.id);
      heard.set(post.id, post);
    },
    forget: () => heard.clear(),
    appliedToPages(data) {
      const missing = new Map(heard);
      const pages = data.pages.map((page) => {
        const posts = page.posts.map((post) => heard.get(post.id) ?? post);
        for (const post of posts) missing.delete(post.id);
        return posts.some((post, index) => post !== page.posts[index]) ? { ...page, posts } : page;
      });
      const isChanged = pages.some((page, index) => page !== data.pages[index]);
      return [...missing.values()].reduce(withPost, isChanged ? { ...data, pages } : data);
    },
    appliedToPost: (post) => heard.get(post.id) ?? post,
  };
}
