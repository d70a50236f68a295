// What a client can do with a running blog: write through the public API, read it, and ask the bus what it knows.

import { expect, vi } from "vitest";
import type { Blog, ServiceName } from "./blog.ts";
import { blog } from "../../infra/systems/blog.ts";
import { serviceNames } from "../../infra/systems/system.ts";

/** All but the gateway: what these tests are about lies behind it. */
export const SERVICES = serviceNames(blog).filter((name) => name !== "client");

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
  // What was written here; its event reaches the bus only after the writer has been answered.
  const written: string[] = [];
  // The ids in the log as far as it was read here: it may be long, so no part is read twice.
  const logged = new Set<string>();
  let position = 0;

  async function view(): Promise<Post[]> {
    return Object.values(await json<Record<string, Post>>(await fetch(`${urls.query}/posts`)));
  }

  async function subscriptions() {
    const answer = await fetch(`${urls["event-bus"]}/subscriptions`);
    return json<{ log: { length: number }; subscriptions: Subscription[] }>(answer);
  }

  async function log(after = 0): Promise<LoggedEvent[]> {
    const headers = { accept: "application/x-ndjson" };
    const url = `${urls["event-bus"]}/events?after=${after}`;
    const text = await (await fetch(url, { headers })).text();
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LoggedEvent);
  }

  return {
    view,
    subscriptions,
    /** From a position on. */
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

    /** Publishes an event that comes from none of our services. */
    publish: (event: object, headers: Record<string, string> = {}) =>
      send(`${urls["event-bus"]}/events`, event, headers),

    async subscription(name: string): Promise<Subscription> {
      return (await subscriptions()).subscriptions.find((found) => found.name === name)!;
    },

    /** Waits until query shows what the test expects. */
    untilView: (check: (posts: Post[]) => void) =>
      vi.waitFor(async () => check(await view()), WITHIN),

    /** Waits until these services, or all, have handled the whole log, and all that was written here is in it. */
    untilHandled: (...names: ServiceName[]) =>
      vi.waitFor(async () => {
        for (const event of await log(position)) {
          logged.add(event.data.id);
          position = event.position;
        }
        expect(written.filter((id) => !logged.has(id))).toEqual([]);
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
