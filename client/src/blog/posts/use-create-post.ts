// Publishing a post, and what is remembered about it until the stream brings it back.

import { useMutation } from "@tanstack/react-query";
import { createPost } from "../api/create-post.ts";
import { useSubmissionKey } from "../forms/use-submission-key.ts";
import { useLiveBlog } from "../live/LiveBlogContext.ts";
import type { PostPages } from "../live/post-pages.ts";
import { createPostKey, postsKey } from "../live/query-keys.ts";
import type { SentContext } from "../live/use-outgoing.ts";

export function useCreatePost() {
  const { queryClient, announcements } = useLiveBlog();
  const submission = useSubmissionKey();
  return useMutation({
    mutationKey: createPostKey,
    mutationFn: (title: string) => createPost(title, submission.keyOf(title)),
    onMutate: (title): SentContext => {
      const pages = queryClient.getQueryData<PostPages>(postsKey)?.pages ?? [];
      const posts = pages.flatMap((page) => page.posts);
      return { alike: posts.filter((post) => post.title === title).map((post) => post.id) };
    },
    onSuccess: ({ title }) => {
      submission.accepted();
      announcements.announce(`Published: ${title}.`);
    },
  });
}
