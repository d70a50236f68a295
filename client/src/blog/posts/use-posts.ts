// The list of posts, page by page. Without a stream it asks now and then.

import { useInfiniteQuery } from "@tanstack/react-query";
import { getPosts, type PostPage } from "../api/get-posts.ts";
import { askWithoutStreamMs } from "../live/ask-without-stream.ts";
import { useLiveBlog } from "../live/LiveBlogContext.ts";
import { postsKey } from "../live/query-keys.ts";
import { useStore } from "../../ui/store.ts";

export function usePosts() {
  const connection = useStore(useLiveBlog().connection);
  return useInfiniteQuery({
    queryKey: postsKey,
    queryFn: ({ pageParam, signal }) => getPosts(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: PostPage) => last.next,
    refetchInterval: askWithoutStreamMs(connection),
  });
}
