// All posts, newest first: loading → error → empty → list, and on top what this tab has published a moment ago.

import { describeFailure } from "../../http/failure.ts";
import { Notice } from "../../ui/Notice.tsx";
import { createPostKey } from "../live/query-keys.ts";
import { unconfirmed } from "../live/unconfirmed.ts";
import { useOutgoing } from "../live/use-outgoing.ts";
import { OlderPosts } from "./OlderPosts.tsx";
import { OutgoingPost } from "./OutgoingPost.tsx";
import { Post } from "./Post.tsx";
import { PostListSkeleton } from "./PostListSkeleton.tsx";
import { usePosts } from "./use-posts.ts";

export function PostList() {
  const {
    data,
    error,
    isPending,
    isError,
    refetch,
    hasNextPage,
    isRefetching,
    isFetchingNextPage,
    isFetchNextPageError,
    fetchNextPage,
  } = usePosts();
  const outgoing = useOutgoing(createPostKey, String);

  const posts = data?.pages.flatMap((page) => page.posts) ?? [];
  const waiting = unconfirmed(
    outgoing,
    posts.map(({ id, title }) => ({ id, text: title })),
  ).toReversed();

  return (
    <section aria-label="Posts" aria-busy={isPending}>
      {waiting.map(({ key, text, id }) => (
        <OutgoingPost key={key} title={text} isSaved={id !== undefined} />
      ))}
      {posts.map((post) => (
        <Post key={post.id} post={post} />
      ))}
      {isPending && <PostListSkeleton />}
      {isError && !data && (
        <Notice
          title="The posts cannot be shown right now"
          action="Try again"
          onAction={() => void refetch()}
        >
          {describeFailure(error).message}
        </Notice>
      )}
      {data && posts.length + waiting.length === 0 && (
        <Notice title="Nothing here yet">
          Publish the first post above: it travels through the event bus, and appears here as soon
          as it arrives.
        </Notice>
      )}
      {hasNextPage && (
        <OlderPosts
          isLoading={isFetchingNextPage}
          isRefreshing={isRefetching}
          hasFailed={isFetchNextPageError}
          load={() => void fetchNextPage({ cancelRefetch: false })}
        />
      )}
    </section>
  );
}
