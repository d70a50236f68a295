// Sending a comment, and what is remembered about it until the stream brings it back.

import { useMutation } from "@tanstack/react-query";
import type { BlogPost } from "../api/blog-post.ts";
import { createComment } from "../api/create-comment.ts";
import { useSubmissionKey } from "../forms/use-submission-key.ts";
import { useLiveBlog } from "../live/LiveBlogContext.ts";
import { findPost, type PostPages } from "../live/post-pages.ts";
import { createCommentKey, postKey, postsKey } from "../live/query-keys.ts";
import type { SentContext } from "../live/use-outgoing.ts";

export function useCreateComment(postId: string) {
  const { queryClient, announcements } = useLiveBlog();
  const submission = useSubmissionKey();
  return useMutation({
    mutationKey: createCommentKey(postId),
    mutationFn: (content: string) => createComment({ postId, content }, submission.keyOf(content)),
    onMutate: (content): SentContext => {
      const inList = findPost(queryClient.getQueryData<PostPages>(postsKey), postId);
      const post = inList ?? queryClient.getQueryData<BlogPost>(postKey(postId));
      const comments = post?.comments ?? [];
      return {
        alike: comments
          .filter((comment) => comment.content === content)
          .map((comment) => comment.id),
      };
    },
    onSuccess: () => {
      submission.accepted();
      announcements.announce("Comment sent. It is awaiting moderation.");
    },
  });
}
