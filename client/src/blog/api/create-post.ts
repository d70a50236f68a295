// POST /posts/create: answered by posts as soon as the post is saved. Query receives it a moment later.

import { isUnknownAddress } from "../../http/course-part.ts";
import { http } from "../../http/http.ts";
import { idempotent, newIdempotencyKey } from "../../http/idempotency-key.ts";

export interface CreatedPost {
  id: string;
  title: string;
}

/** Idempotent: retries with the same key create one post. */
export async function createPost(title: string, key = newIdempotencyKey()): Promise<CreatedPost> {
  const headers = idempotent(key);
  try {
    const { data } = await http.post<CreatedPost>("/posts/create", { title }, { headers });
    return data;
  } catch (error) {
    if (!isUnknownAddress(error)) throw error;
    // The course's posts service has this path only, until its ingress routes by path.
    const { data } = await http.post<CreatedPost>("/posts", { title }, { headers });
    return data;
  }
}
