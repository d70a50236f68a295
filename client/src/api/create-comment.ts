// POST /posts/:id/comments: the answer is all comments of the post, the new one last and pending.

import type { BlogComment } from "./blog-post.ts";
import { http } from "./http.ts";

export interface NewComment {
  postId: string;
  content: string;
}

export async function createComment({ postId, content }: NewComment): Promise<BlogComment> {
  const { data } = await http.post<BlogComment[]>(`/posts/${encodeURIComponent(postId)}/comments`, {
    content,
  });
  const created = data.at(-1);
  if (!created) throw new Error("the comment was accepted, but the answer does not contain it");
  return created;
}
