// "/post/:id": one post with its whole conversation. It may be opened before query has received its event; then the
// stream brings it.

import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { describeFailure } from "../../http/failure.ts";
import { getPost } from "../api/get-post.ts";
import { CommentCreate } from "../comments/CommentCreate.tsx";
import { CommentList } from "../comments/CommentList.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Page } from "../../ui/Page.tsx";
import { askWithoutStreamMs } from "../live/ask-without-stream.ts";
import { useLiveBlog } from "../live/LiveBlogContext.ts";
import { findPost, type PostPages } from "../live/post-pages.ts";
import { postKey, postsKey } from "../live/query-keys.ts";
import { useStore } from "../../ui/store.ts";
import { PostMeta } from "../posts/PostMeta.tsx";
import styles from "./PostPage.module.css";

const commentsShown = 50;

export function PostPage() {
  const { id = "" } = useParams();
  const { queryClient, connection } = useLiveBlog();
  const state = useStore(connection);
  const {
    data: post,
    error,
    refetch,
  } = useQuery({
    queryKey: postKey(id),
    queryFn: ({ signal }) => getPost(id, signal),
    refetchInterval: askWithoutStreamMs(state),
    placeholderData: () => findPost(queryClient.getQueryData<PostPages>(postsKey), id),
  });

  if (!post && !error)
    return (
      <Page title="Post" isTitleHidden>
        {null}
      </Page>
    );
  if (!post) {
    return (
      <Page title="Post" isTitleHidden>
        {describeFailure(error).status === 404 ? (
          <Notice title="There is no such post">
            It may be very new: then it appears here by itself. <Link to="/">All posts</Link>
          </Notice>
        ) : (
          <Notice
            title="This post cannot be shown right now"
            action="Try again"
            onAction={() => void refetch()}
          >
            {describeFailure(error).message}
          </Notice>
        )}
      </Page>
    );
  }

  return (
    <article className={styles.post}>
      <PostMeta post={post} />
      <div>
        <Page title={post.title}>
          <div className={styles.conversation}>
            <CommentList postId={post.id} comments={post.comments} shown={commentsShown} />
            <CommentCreate postId={post.id} postTitle={post.title} />
          </div>
        </Page>
      </div>
    </article>
  );
}
