// What query answers at this moment: asked twice a second while it answers, and as long as the column is shown.

import { useQuery } from "@tanstack/react-query";
import type { BlogPost } from "../../../blog/api/blog-post.ts";
import { getPosts, type PostPage } from "../../../blog/api/get-posts.ts";
import { inWords } from "../../../bus-view/lab/use-lab-action.ts";
import { useBus } from "../../../bus-view/use-bus.ts";

export interface QueryAnswer {
  /** Undefined before the first answer. What was answered last stays when no more answers come. */
  posts: BlogPost[] | undefined;
  /** The last event that the answer includes, and its log; undefined where query does not report it. */
  place: PostPage["place"];
  /** Why there is none at the moment, in words. */
  problem: string | undefined;
}

/** As many as one page of query's has. */
export const PAGE_SIZE = 20;
const everyMs = 500;
const whileAwayMs = 2000;

export function useQueryAnswer(): QueryAnswer {
  const isFile = useBus(({ connection }) => connection === "file");
  const { data, error } = useQuery({
    queryKey: ["answer of query"],
    queryFn: ({ signal }) => getPosts(undefined, signal),
    enabled: !isFile,
    refetchInterval: ({ state }) => (state.status === "error" ? whileAwayMs : everyMs),
    retry: false,
    gcTime: 0,
  });
  return { posts: data?.posts, place: data?.place, problem: error ? inWords(error) : undefined };
}
