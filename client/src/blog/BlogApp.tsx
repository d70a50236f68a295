// The blog, wired: what it knows (LiveBlog) and what it shows (the router's pages).

import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect } from "react";
import { RouterProvider, type RouterProviderProps } from "react-router";
import type { LiveBlog } from "./live/live-blog.ts";
import { LiveBlogContext } from "./live/LiveBlogContext.ts";

interface BlogAppProps {
  blog: LiveBlog;
  router: RouterProviderProps["router"];
}

export function BlogApp({ blog, router }: BlogAppProps) {
  useEffect(() => blog.start(), [blog]);

  return (
    <LiveBlogContext value={blog}>
      <QueryClientProvider client={blog.queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </LiveBlogContext>
  );
}
