// POST /posts/create: answered by posts as soon as the post is saved. Query hears of it a moment later.

import { http } from "./http.ts";

export interface CreatedPost {
  id: string;
  title: string;
}

export async function createPost(title: string): Promise<CreatedPost> {
  const { data } = await http.post<CreatedPost>("/posts/create", { title });
  return data;
}
