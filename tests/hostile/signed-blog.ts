// A blog with a secret, and what a stranger in its network would do to it: post events of their own making.

import { newId } from "@blog/common/base/ids";
import { expectCivil } from "./civil.ts";
import { type RawAnswer, request } from "./raw-http.ts";
import { type Name, startWholeBlog, type WholeBlog } from "./whole-blog.ts";
import { blog as blogSystem } from "../../infra/systems/blog.ts";

export const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
export const ANOTHER_SECRET = "whsec_YW5vdGhlciBzZWNyZXQ=";
export const CONSUMERS = blogSystem.subscribers;
export const json = { "content-type": "application/json" };

export interface SignedBlog extends WholeBlog {
  post(name: Name, headers: Record<string, string>, body: string): Promise<RawAnswer>;
  /** The titles of all posts, as posts and as query know them. */
  titles(): Promise<string[]>;
}

export async function startSignedBlog(): Promise<SignedBlog> {
  const blog = await startWholeBlog({ secret: SECRET });
  return {
    ...blog,

    async post(name, headers, body) {
      const all = Object.entries(headers);
      const given = { method: "POST", path: "/events", headers: all, body };
      const answer = await request(blog[name].port, given);
      expectCivil(answer);
      return answer;
    },

    async titles() {
      const titles: string[] = [];
      for (const { url } of [blog.posts, blog.query]) {
        // The course's map of posts.
        const map = (await (await fetch(`${url}/posts`)).json()) as Record<string, Titled>;
        titles.push(...Object.values(map).map(({ title }) => title));
      }
      return titles;
    },
  };
}

type Titled = { title: string };

export function postCreated(title: string): { id: string; body: string } {
  const id = newId();
  return { id, body: JSON.stringify({ type: "PostCreated", data: { id, title } }) };
}

export function minutesFromNow(minutes: number): Date {
  return new Date(Date.now() + minutes * 60_000);
}
