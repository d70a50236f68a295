// Hands the one LiveBlog of this tab to the components that need more of it than the cache.

import { createContext, useContext } from "react";
import type { LiveBlog } from "./live-blog.ts";

export const LiveBlogContext = createContext<LiveBlog | null>(null);

export function useLiveBlog(): LiveBlog {
  const blog = useContext(LiveBlogContext);
  if (!blog) throw new Error("useLiveBlog needs a LiveBlogContext around it");
  return blog;
}
