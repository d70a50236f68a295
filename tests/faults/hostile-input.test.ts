// Accident: malformed and hostile input. In the course it ends processes, poisons the log or shows stack traces to its senders.
// Ours refuses it with a reason, and afterwards everything is as before.

import { beforeAll, describe, expect, it } from "vitest";
import { type Post, type PublicApi, send, SERVICES } from "../kit/public-api.ts";
import { type SharedBlog, sharedBlog } from "../kit/shared-blog.ts";

let blog: SharedBlog;
let api: PublicApi;
let post: Post;
let logLength: number;
beforeAll(async () => {
  blog = await sharedBlog();
  ({ api } = blog);
  post = await api.createPost("A decent post");
  await api.untilHandled();
  logLength = (await api.log()).length;
});

async function expectProblem(answer: Response, status: number, pointer?: string): Promise<void> {
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  const problem = await answer.json();
  expect(problem).toMatchObject({ status, ...(pointer && { errors: [{ pointer }] }) });
  expect(JSON.stringify(problem)).not.toMatch(/node_modules|at .*\.ts|Error:/);
}

describe("Malformed JSON", () => {
  it.each(["posts", "comments"] as const)(
    "is a 400 at %s that a page may read",
    async (service) => {
      const path = service === "posts" ? "/posts" : `/posts/${post.id}/comments`;

      const answer = await send(blog.urls[service] + path, '{"title":', {
        origin: "http://localhost:3000",
      });

      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      await expectProblem(answer, 400);
    },
  );
});

describe("A post is refused", () => {
  it.each([
    ["without a title", {}],
    ["with an empty title", { title: "" }],
    ["with a title of blanks", { title: "   " }],
    ["with null for a title", { title: null }],
    ["with a number for a title", { title: 5 }],
    ["with a title of 102 kB", { title: "x".repeat(102_000) }],
  ])("%s", async (_, body) => {
    await expectProblem(await send(`${blog.urls.posts}/posts/create`, body), 400, "#/title");
  });

  it("that is no object at all", async () => {
    await expectProblem(await send(`${blog.urls.posts}/posts`, "[]"), 400);
    await expectProblem(await send(`${blog.urls.posts}/posts`, "null"), 400);
  });
});

describe("A comment is refused", () => {
  it.each([
    ["without content", {}],
    ["with null for content", { content: null }],
    ["with a number for content", { content: 5 }],
    ["with an object for content", { content: { toString: "orange" } }],
    ["with 102 kB of content", { content: "x".repeat(102_000) }],
  ])("%s", async (_, body) => {
    const url = `${blog.urls.comments}/posts/${post.id}/comments`;

    await expectProblem(await send(url, body), 400, "#/content");
  });

  it("on a post that does not exist, whatever its name", async () => {
    const ids = ["unknown", "__proto__", "constructor", "%00", "..%2f..%2fetc"];

    const answers = await Promise.all(
      ids.map((id) => send(`${blog.urls.comments}/posts/${id}/comments`, { content: "Hello?" })),
    );

    for (const answer of answers) await expectProblem(answer, 404);
  });
});

describe("The bus refuses an event", () => {
  it("without data", async () => {
    await expectProblem(await api.publish({ type: "CommentCreated" }), 400, "#/data");
  });

  it("with data that is no object", async () => {
    await expectProblem(await api.publish({ type: "CommentCreated", data: "x" }), 400, "#/data");
  });
});

describe("A web page that posts a forged event", () => {
  const forged = {
    type: "CommentUpdated",
    data: { id: "c", postId: "p", content: "x", status: "approved" },
  };

  it.each(SERVICES)("is refused by %s", async (service) => {
    const url = `${blog.urls[service]}/events`;

    await expectProblem(await send(url, forged, { origin: "http://evil.example" }), 403);
    const asked = await fetch(url, {
      method: "OPTIONS",
      headers: { origin: "http://evil.example" },
    });
    expect(asked.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("After all that", () => {
  it("nothing of it was published, no service has died, and the blog works", async () => {
    const comment = await api.createComment(post.id, "Still here");

    await api.untilView((posts) =>
      expect(posts).toContainEqual({ ...post, comments: [{ ...comment, status: "approved" }] }),
    );
    expect((await api.log(logLength)).map(({ type }) => type)).toEqual([
      "CommentCreated",
      "CommentModerated",
      "CommentUpdated",
    ]);
    const fatal = SERVICES.flatMap((name) => blog.lines(name)).filter((line) =>
      line.includes('"level":60'),
    );
    expect(fatal).toEqual([]);
  });
});
