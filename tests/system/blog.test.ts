// The blog that other tests start: it works as a whole, its services can be taken away and given back, and it ends whole.

import { existsSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { portState } from "../../infra/local/ports.ts";
import { type Blog, startBlog } from "./blog.ts";

interface Post {
  id: string;
  comments: { content: string; status: string }[];
}

async function post(url: string, body: object): Promise<Post> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return getBody<Post>(response);
}

async function comments(blog: Blog): Promise<Post["comments"]> {
  const posts = await getBody<Record<string, Post>>(await fetch(`${blog.urls.query}/posts`));
  return Object.values(posts).flatMap((each) => each.comments);
}

// What the answers look like is what the course says; the tests would fail if they did not.
async function getBody<Body>(response: Response): Promise<Body> {
  return (await response.json()) as Body;
}

describe("A blog of real processes", () => {
  it("takes a post and its comments all the way, also through a service that was killed meanwhile", async () => {
    const blog = await startBlog();
    const { id } = await post(`${blog.urls.client}/posts/create`, { title: "Hello" });
    await blog.kill("moderation");

    await post(`${blog.urls.client}/posts/${id}/comments`, { content: "Well said" });
    await post(`${blog.urls.client}/posts/${id}/comments`, { content: "An orange" });
    await blog.start("moderation");

    await vi.waitFor(
      async () =>
        expect(await comments(blog)).toMatchObject([
          { content: "Well said", status: "approved" },
          { content: "An orange", status: "rejected" },
        ]),
      10_000,
    );
    await blog.stop();
  });

  it("can have several comments services, and lack others; nothing of it is left at the end", async () => {
    const blog = await startBlog({ only: ["event-bus", "comments"], comments: 3 });
    const { subscriptions } = await getBody<{ subscriptions: { name: string }[] }>(
      await fetch(`${blog.urls["event-bus"]}/subscriptions`),
    );

    await blog.stop();

    const names = subscriptions.map(({ name }) => name);
    expect(names).toEqual(["posts", "comments", "comments-2", "comments-3", "query", "moderation"]);
    const ports = Object.values(blog.urls).map((url) => Number(new URL(url).port));
    expect(new Set(await Promise.all(ports.map(portState)))).toEqual(new Set(["free"]));
    expect(existsSync(blog.dataFolder)).toBe(false);
  });

  it("says what a service said when it does not start", async () => {
    const wrongly = startBlog({ only: ["posts"], envOf: { posts: { WRITES_PER_MINUTE: "none" } } });

    await expect(wrongly).rejects.toThrow(/posts did not start:\nWRITES_PER_MINUTE/);
  });
});
