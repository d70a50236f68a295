// The blog, wired: what it knows (LiveBlog) and what it shows (the router's pages).

import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect } from "react";
import { RouterProvider, type RouterProviderProps } from "react-router";
import type { LiveBlog } from "./blog/live/live-blog.ts";
import { LiveBlogContext } from "./blog/live/LiveBlogContext.ts";

interface AppProps {
  blog: LiveBlog;
  router: RouterProviderProps["router"];
}

export function App({ blog, router }: AppProps) {
  useEffect(() => blog.start(), [blog]);

  return (
    <LiveBlogContext value={blog}>
      <QueryClientProvider client={blog.queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </LiveBlogContext>
  );
}
