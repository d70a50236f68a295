// What somebody outside can do with a running blog: write through the public API, read it, and ask the bus what it knows.

import { expect, vi } from "vitest";
import type { Blog, ServiceName } from "../system/blog.ts";

/** All but the gateway: what these tests are about lies behind it. */
export const SERVICES: ServiceName[] = ["event-bus", "posts", "comments", "query", "moderation"];

export interface Comment {
  id: string;
  content: string;
  status: string;
}

export interface Post {
  id: string;
  title: string;
  comments: Comment[];
}

export interface Subscription {
  name: ServiceName;
  cursor: number;
  lag: { events: number };
  state: string;
  lastError: string | null;
  parked: number;
}

/** One line of the log. */
export interface LoggedEvent {
  id: string;
  type: string;
  position: number;
  data: { id: string };
}

const WITHIN = { timeout: 20_000, interval: 50 };

export function publicApi({ urls }: Pick<Blog, "urls">) {
  // What was written here; the bus hears of it only after the writer has been answered.
  const written: string[] = [];

  async function view(): Promise<Post[]> {
    return Object.values(await json<Record<string, Post>>(await fetch(`${urls.query}/posts`)));
  }

  async function subscriptions() {
    const answer = await fetch(`${urls["event-bus"]}/subscriptions`);
    return json<{ log: { length: number }; subscriptions: Subscription[] }>(answer);
  }

  async function log(): Promise<LoggedEvent[]> {
    const headers = { accept: "application/x-ndjson" };
    const text = await (await fetch(`${urls["event-bus"]}/events`, { headers })).text();
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LoggedEvent);
  }

  return {
    view,
    subscriptions,
    log,

    async createPost(title: string): Promise<Post> {
      const post = await json<Post>(await send(`${urls.posts}/posts`, { title }), 201);
      written.push(post.id);
      return post;
    },

    /** Answers the new comment. */
    async createComment(postId: string, content: string): Promise<Comment> {
      const answer = await send(`${urls.comments}/posts/${postId}/comments`, { content });
      const comment = (await json<Comment[]>(answer, 201)).at(-1)!;
      written.push(comment.id);
      return comment;
    },

    /** Says something at the bus that no service of ours has said. */
    say: (event: object, headers: Record<string, string> = {}) =>
      send(`${urls["event-bus"]}/events`, event, headers),

    async subscription(name: string): Promise<Subscription> {
      return (await subscriptions()).subscriptions.find((found) => found.name === name)!;
    },

    /** Waits until query shows what the test says. */
    untilView: (check: (posts: Post[]) => void) =>
      vi.waitFor(async () => check(await view()), WITHIN),

    /** Waits until these, or all, have heard everything, and all that was written here is part of that. */
    untilHeard: (...names: ServiceName[]) =>
      vi.waitFor(async () => {
        const logged = (await log()).map(({ data }) => data.id);
        expect(logged).toEqual(expect.arrayContaining(written));
        const { subscriptions: all } = await subscriptions();
        const asked = all.filter(({ name }) => names.length === 0 || names.includes(name));
        expect(asked.filter(({ lag }) => lag.events > 0)).toEqual([]);
      }, WITHIN),
  };
}

export type PublicApi = ReturnType<typeof publicApi>;

export function send(url: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function json<T>(answer: Response, status = 200): Promise<T> {
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${answer.url} answered ${answer.status}: ${text}`);
  // The services' answers are tested elsewhere.
  return JSON.parse(text) as T;
}
