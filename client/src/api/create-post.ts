// POST /posts/create: answered by posts as soon as the post is saved. Query hears of it a moment later.

import { http } from "./http.ts";
import { idempotent, newIdempotencyKey } from "./idempotency-key.ts";

export interface CreatedPost {
  id: string;
  title: string;
}

/** Under the same key it is the same post, however often it is sent. */
export async function createPost(title: string, key = newIdempotencyKey()): Promise<CreatedPost> {
  const headers = idempotent(key);
  const { data } = await http.post<CreatedPost>("/posts/create", { title }, { headers });
  return data;
}
