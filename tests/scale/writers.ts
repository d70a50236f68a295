// People who write posts and comments without a break, each one thing after the other, and who remember what they were
// answered: taken (201), refused (4xx), or unknown.

import { pause } from "@blog/common/base/backoff";

export interface Writers {
  /**
   * What was answered with 201, in the order of each writer. The text names who wrote what, and as which of his things:
   * "writer 2, post 17".
   */
  taken: string[];
  /** What may have been taken. */
  unknown: Set<string>;
  stop(): Promise<void>;
}

export function startWriters(gateway: string, count: number): Writers {
  const stopping = new AbortController();
  const taken: string[] = [];
  const unknown = new Set<string>();

  async function write(path: string, text: string, body: object): Promise<unknown> {
    try {
      const response = await fetch(gateway + path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      });
      const answer: unknown = await response.json();
      if (response.status === 201) return answer;
      if (response.status >= 500) unknown.add(text);
    } catch {
      unknown.add(text);
    }
    // A refused writer does not try again at once.
    await pause(50);
    return undefined;
  }

  async function writeAll(writer: number): Promise<void> {
    for (let number = 1; !stopping.signal.aborted; ) {
      const title = `writer ${writer}, post ${number++}`;
      // The answer of a post is the post.
      const post = (await write("/posts/create", title, { title })) as { id: string } | undefined;
      if (!post) continue;
      taken.push(title);
      for (let comment = 0; comment < 2; comment += 1) {
        const content = `writer ${writer}, comment ${number++}`;
        const path = `/posts/${post.id}/comments`;
        if (await write(path, content, { content })) taken.push(content);
      }
    }
  }

  const all = Array.from({ length: count }, (_, index) => writeAll(index + 1));

  return {
    taken,
    unknown,
    async stop() {
      stopping.abort();
      await Promise.all(all);
    },
  };
}
