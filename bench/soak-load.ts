// The load of the soak: posts, comments and events of our own, to both blogs in turn, and how long each takes to arrive.
// "delivery": from our publishing an event until a healthy subscriber receives it. "reading": from the writing of a post until
// query streams it.

import { randomUUID } from "node:crypto";
import { followTitles } from "./follow-titles.ts";
import { createLatencies, type Latencies } from "./latencies.ts";
import type { SoakBlog } from "./soak-blog.ts";

export type BlogName = "sick" | "well";
export type Measure = "delivery" | "reading";

export interface Load {
  writes(): number;
  failed(): number;
  /** In milliseconds, over all windows since the last `forget`. */
  median(blog: BlogName, measure: Measure): number;
  /** Sick to well, window by window; the median of these. */
  ratio(measure: Measure): number;
  forget(): void;
  stop(): Promise<void>;
}

const json = { "content-type": "application/json" };

export async function startLoad(
  blogs: Record<BlogName, SoakBlog>,
  perSecond: number,
): Promise<Load> {
  const latencies: Record<Measure, Latencies> = {
    delivery: createLatencies(),
    reading: createLatencies(),
  };
  const turns = Object.entries(blogs).map(([name, blog]) => createWriter(name as BlogName, blog));
  let [writes, failed, turn] = [0, 0, 0];

  function createWriter(name: BlogName, blog: SoakBlog) {
    const sentAt = new Map<string, number>();
    const note = (measure: Measure) => (key: string) => {
      const since = sentAt.get(key);
      if (sentAt.delete(key) && since !== undefined)
        latencies[measure].add(name, performance.now() - since);
    };
    blog.probe.onEvent(note("delivery"));
    const following = followTitles(blog.url("query"), note("reading"));
    let lastPost: string | undefined;
    let count = 0;

    async function write(): Promise<void> {
      count += 1;
      const id = randomUUID();
      sentAt.set(id, performance.now());
      await post(`${blog.url("event-bus")}/events`, { type: "Ping", data: {} }, { "ce-id": id });

      if (lastPost && count % 2 === 0) {
        await post(`${blog.url("comments")}/posts/${lastPost}/comments`, { content: "Soaked" });
        return;
      }
      sentAt.set(`title ${id}`, performance.now());
      lastPost = (await post(`${blog.url("posts")}/posts`, { title: `title ${id}` })).id;
    }

    return { write, stop: following.stop };
  }

  const writing = setInterval(() => {
    writes += 1;
    turn += 1;
    turns[turn % turns.length]!.write().catch(() => (failed += 1));
  }, 1000 / perSecond);

  return {
    writes: () => writes,
    failed: () => failed,
    median: (blog, measure) => latencies[measure].median(blog),
    ratio: (measure) => latencies[measure].ratio("sick", "well"),
    forget() {
      for (const each of Object.values(latencies)) each.forget();
    },
    async stop() {
      clearInterval(writing);
      for (const each of turns) each.stop();
    },
  };
}

async function post(url: string, body: object, headers = {}): Promise<{ id?: string }> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  // What all three answer is JSON; only a post has an id.
  return (await answer.json()) as { id?: string };
}
