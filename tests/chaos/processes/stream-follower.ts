// A client of query's stream that never gives up: it reconnects with the last id it has seen, and starts over when it
// has to. In the end it must know the same as a client that asks for everything (I15).

import { pause } from "@blog/common/base/backoff";
import { createMessageReader, type StreamMessage } from "../../kit/stream-messages.ts";

export interface ViewedPost {
  id: string;
  title: string;
  comments: { id: string; content: string; status: string }[];
}

export interface Follower {
  posts: Map<string, ViewedPost>;
  /** How often the stream began anew, and how often it went on where it was. */
  resets: number;
  resumed: number;
  stop(): Promise<void>;
}

export function startFollower(url: string): Follower {
  const stopping = new AbortController();
  const follower: Follower = { posts: new Map(), resets: 0, resumed: 0, stop };
  let lastId: string | undefined;

  async function follow(): Promise<void> {
    const response = await fetch(`${url}/posts`, {
      headers: { accept: "text/event-stream", ...(lastId && { "last-event-id": lastId }) },
      signal: stopping.signal,
    });
    if (!response.ok || !response.body) throw new Error(`answered ${response.status}`);
    if (lastId === undefined) await startOver();
    else follower.resumed += 1;
    const read = createMessageReader();
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream()))
      for (const message of read(chunk)) await take(message);
  }

  async function take({ event, data = "", id }: StreamMessage): Promise<void> {
    // The id counts only once what came with it was taken in.
    if (event === "reset") await startOver();
    if (event === "post") {
      const post = JSON.parse(data) as ViewedPost;
      follower.posts.set(post.id, post);
    }
    lastId = id ?? lastId;
  }

  async function startOver(): Promise<void> {
    const response = await fetch(`${url}/posts`, { signal: stopping.signal });
    const all = (await response.json()) as Record<string, ViewedPost>;
    follower.resets += 1;
    follower.posts = new Map(Object.entries(all));
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await follow().catch(() => undefined);
      await pause(200, stopping.signal);
    }
  }

  const running = run();

  async function stop(): Promise<void> {
    stopping.abort();
    await running;
  }

  return follower;
}
