// GET /posts/:id: one post with all its comments.

import type { BlogPost } from "./blog-post.ts";
import { http } from "./http.ts";

export async function getPost(id: string, signal: AbortSignal): Promise<BlogPost> {
  const { data } = await http.get<BlogPost>(`/posts/${encodeURIComponent(id)}`, { signal });
  return data;
}
