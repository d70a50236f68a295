// The cache of requests. Stream and requests fill the same entries; whichever comes last, the newer version stays.

import { QueryClient, replaceEqualDeep } from "@tanstack/react-query";
import { isAxiosError } from "axios";
import type { BlogPost } from "../api/blog-post.ts";
import type { PostUpdates } from "./post-updates.ts";
import type { PostPages } from "./post-pages.ts";
import { postsKey } from "./query-keys.ts";

export function createQueryClient(updates: PostUpdates): QueryClient {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        // The stream brings every change. Coming back to the tab or the page needs no request.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        networkMode: "always",
        retry: (failures, error) => failures < 2 && !isDefinite(error),
      },
      // What a user sent stays known until the stream has brought it back, however long that takes.
      mutations: { networkMode: "always", gcTime: Number.POSITIVE_INFINITY },
    },
  });

  // Everything that enters the cache passes here: answers are corrected by the updates that overtook them, and parts that
  // are equal keep their identity. The key determines the type of the data.
  queryClient.setQueryDefaults(postsKey, {
    structuralSharing: (old, fresh) =>
      replaceEqualDeep(old, updates.appliedToPages(fresh as PostPages)),
  });
  queryClient.setQueryDefaults(["post"], {
    structuralSharing: (old, fresh) =>
      replaceEqualDeep(old, updates.appliedToPost(fresh as BlogPost)),
  });
  return queryClient;
}

/** A 4xx will not become right by asking again. */
function isDefinite(error: unknown): boolean {
  const status = isAxiosError(error) ? error.response?.status : undefined;
  return status !== undefined && status >= 400 && status < 500;
}
