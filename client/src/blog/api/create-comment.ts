// POST /posts/:id/comments: the answer is all comments of the post, the new one last and pending.

import type { BlogComment } from "./blog-post.ts";
import { http } from "../../http/http.ts";
import { idempotent, newIdempotencyKey } from "../../http/idempotency-key.ts";

export interface NewComment {
  postId: string;
  content: string;
}

/** Idempotent: retries with the same key create one comment. */
export async function createComment(
  { postId, content }: NewComment,
  key = newIdempotencyKey(),
): Promise<BlogComment> {
  const url = `/posts/${encodeURIComponent(postId)}/comments`;
  const { data } = await http.post<BlogComment[]>(url, { content }, { headers: idempotent(key) });
  const created = data.at(-1);
  if (!created) throw new Error("the comment was accepted, but the answer does not contain it");
  return created;
}
