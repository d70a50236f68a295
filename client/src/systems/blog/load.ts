// Comments on the newest post, as many readers would write them: through the gateway, one request each.

import { createComment } from "../../blog/api/create-comment.ts";
import { createPost } from "../../blog/api/create-post.ts";
import { getPosts } from "../../blog/api/get-posts.ts";
import type { Load } from "../system.ts";

export const load: Load = {
  about:
    "Comments on the newest post, written through the gateway. It ends after a minute, or when you leave this tab. The comments service takes 600 writes a minute from one caller and refuses the rest, so more than 10 per second do not last.",
  unit: "Comments",
  async begin() {
    const { posts } = await getPosts(undefined, AbortSignal.timeout(5000));
    const { id: postId, title } = posts[0] ?? (await createPost("A post under load"));
    return { facts: { Post: title }, send: (n) => createComment({ postId, content: content(n) }) };
  },
};

// Every tenth gives moderation something to reject.
function content(n: number): string {
  return n % 10 === 0 ? `Comment ${n}, an orange one` : `Comment ${n}`;
}
