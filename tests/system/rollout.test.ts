// New versions of the services while readers and writers are at work. The manifests replace the pod of a service that has a
// disk (strategy Recreate): the old process gets SIGTERM, and only when it is gone the new one starts. So for some seconds
// nothing listens at the service's address, and connections to it are refused; here as in a cluster.

import { Agent, request } from "node:http";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { type Blog, startBlog } from "../kit/blog.ts";
import { SERVICES } from "../kit/public-api.ts";

const WORKERS = 4;

interface Comment {
  id: string;
  content: string;
}
interface Post {
  id: string;
  comments: Comment[];
}

/** Readers and writers at the gateway, on connections that are kept, as those of browsers are. */
function startLoad(gateway: string, posts: string[]) {
  const agent = new Agent({ keepAlive: true });
  const failures: string[] = [];
  const written: string[] = [];
  let answered = 0;
  let isStopping = false;

  /** Resolves with the body of a 2xx; anything else is noted. */
  function send(method: "GET" | "POST", path: string, body?: object): Promise<string> {
    return new Promise((resolve) => {
      const fail = (what: string) => {
        failures.push(`${method} ${path}: ${what}`);
        resolve("");
      };
      const headers = { "content-type": "application/json" };
      const sending = request(gateway + path, { method, agent, headers }, (res) => {
        let text = "";
        res.on("data", (chunk) => (text += chunk));
        res.on("error", (error) => fail(error.message));
        res.on("end", () => {
          answered += 1;
          if (res.statusCode === 200 || res.statusCode === 201) return resolve(text);
          fail(`${res.statusCode} ${text}`);
        });
      });
      sending.on("error", (error) => fail(error.message));
      sending.end(body && JSON.stringify(body));
    });
  }

  async function work(number: number): Promise<void> {
    for (let turn = 0; !isStopping; turn += 1) {
      const id = posts[(turn + number) % posts.length];
      const content = `Comment ${number}.${turn}`;
      const post = await send("POST", "/posts/create", { title: `Post ${number}.${turn}` });
      if (post) written.push(JSON.parse(post).id);
      await Promise.all([send("GET", "/posts"), send("GET", `/posts/${id}`)]);
      const comments = await send("POST", `/posts/${id}/comments`, { content });
      const found = JSON.parse(comments || "[]").find((each: Comment) => each.content === content);
      if (found) written.push(found.id);
      await Promise.all([send("GET", "/posts?limit=10"), send("GET", `/posts/${id}/comments`)]);
    }
  }
  const working = Array.from({ length: WORKERS }, (_, number) => work(number));

  return {
    failures,
    written,
    answered: () => answered,
    async stop() {
      isStopping = true;
      await Promise.all(working);
      agent.destroy();
    },
  };
}

async function idsInQuery(blog: Blog): Promise<Set<string>> {
  const response = await fetch(`${blog.urls.query}/posts`);
  // The course's whole map.
  const posts = Object.values((await response.json()) as Record<string, Post>);
  return new Set(posts.flatMap(({ id, comments }) => [id, ...comments.map((each) => each.id)]));
}

async function createPosts(blog: Blog, count: number): Promise<string[]> {
  const ids = [];
  for (let number = 0; number < count; number += 1) {
    const response = await fetch(`${blog.urls.client}/posts/create`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ title: `To be read ${number}` }),
    });
    ids.push(((await response.json()) as Post).id);
  }
  await vi.waitFor(async () => expect((await idsInQuery(blog)).size).toBe(count), 20_000);
  return ids;
}

describe("When services are replaced under load", () => {
  let blog: Blog;
  let posts: string[];

  beforeAll(async () => {
    // A busy machine starts a service more slowly than a cluster.
    blog = await startBlog({ env: { RESTART_WAIT_MS: "25000" } });
    posts = await createPosts(blog, 20);
  });

  const replace = async (name: string) => {
    await blog.kill(name, "SIGTERM");
    await blog.start(name);
  };

  it.each([
    [
      "one after the other",
      async () => {
        for (const name of SERVICES) await replace(name);
      },
    ],
    ["all at once", async () => void (await Promise.all(SERVICES.map(replace)))],
  ])(
    "%s, none of 1,000 requests fails, and what was written is there",
    async (_, rollOut) => {
      const load = startLoad(blog.urls.client, posts);
      await expect.poll(load.answered).toBeGreaterThan(200);

      await rollOut();
      const after = load.answered();
      await expect.poll(load.answered).toBeGreaterThan(Math.max(1000, after + 200));
      await load.stop();

      expect(load.failures).toEqual([]);
      await expect
        .poll(async () => {
          const present = await idsInQuery(blog);
          return load.written.filter((id) => !present.has(id));
        })
        .toEqual([]);
      expect(load.written.length).toBeGreaterThan(200);
    },
    120_000,
  );
});
