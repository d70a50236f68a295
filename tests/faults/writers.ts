// Users who write posts and comments without a pause, while services die around them. They remember what was acknowledged:
// that must be there afterwards. What was not acknowledged may be there or not.

import type { PublicApi } from "../kit/public-api.ts";

export interface Written {
  posts: { id: string; title: string }[];
  comments: { id: string; postId: string; content: string }[];
  /** Tries that were not acknowledged. */
  failures: number;
}

export interface Writers {
  written: Written;
  /** Settles when no request is in flight any more. */
  stop(): Promise<void>;
}

/** Every third comment is about an orange. */
export function startWriters(api: PublicApi, count: number): Writers {
  const written: Written = { posts: [], comments: [], failures: 0 };
  let isStopped = false;

  async function write(writer: number): Promise<void> {
    for (let number = 1; !isStopped; number += 1) {
      try {
        await writeOne(`${writer}-${number}`, number);
      } catch {
        written.failures += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function writeOne(name: string, number: number): Promise<void> {
    if (number % 3 === 1) {
      const { id, title } = await api.createPost(`Post ${name}`);
      written.posts.push({ id, title });
    }
    const post = written.posts[Math.floor(Math.random() * written.posts.length)];
    if (!post) return;
    const content = number % 3 === 0 ? `orange ${name}` : `apple ${name}`;
    const { id } = await api.createComment(post.id, content);
    written.comments.push({ id, postId: post.id, content });
  }

  const writing = Array.from({ length: count }, (_, index) => write(index + 1));

  return {
    written,
    async stop() {
      isStopped = true;
      await Promise.all(writing);
    },
  };
}
