// Accident: the bus is killed while users write, and its neighbours restart before it is back. In the course posts or comments
// dies or hangs, the log is gone, and query stays empty. Here events wait in the outboxes, and query shows what it knew.

import { beforeAll, describe, expect, it } from "vitest";
import type { LoggedEvent, Post } from "../kit/public-api.ts";
import { type SharedBlog, sharedBlog } from "../kit/shared-blog.ts";

let blog: SharedBlog;
let log: LoggedEvent[];
let known: Post;
let missed: Post;
beforeAll(async () => {
  blog = await sharedBlog();
  known = await blog.api.createPost("Known to query");
  await blog.api.untilHandled();
  await blog.kill("query", "SIGTERM");
  missed = await blog.api.createPost("Published while query was down");
  await blog.api.untilHandled("posts");
  log = await blog.api.log();
  await blog.kill("event-bus");
});

const queryReadiness = async () => (await fetch(`${blog.urls.query}/readyz`)).status;

describe("While the bus is down", () => {
  it("query starts with what it knew, and is not ready", async () => {
    await blog.start("query", "alive");

    const posts = await blog.api.view();
    expect(posts).toContainEqual({ ...known, comments: [] });
    expect(posts.map(({ id }) => id)).not.toContain(missed.id);
    expect(await queryReadiness()).toBe(503);
  });

  it("posts and comments are accepted at once, and lost by no service that dies meanwhile", async () => {
    const start = performance.now();
    const post = await blog.api.createPost("Written meanwhile");
    const comment = await blog.api.createComment(known.id, "Written meanwhile");
    expect(performance.now() - start).toBeLessThan(5000);

    await blog.kill("posts");
    await Promise.all([blog.start("event-bus"), blog.start("posts")]);

    await blog.api.untilView((posts) => {
      expect(posts).toContainEqual({ ...post, comments: [] });
      expect(posts).toContainEqual({ ...missed, comments: [] });
      expect(posts).toContainEqual({ ...known, comments: [{ ...comment, status: "approved" }] });
    });
    await expect.poll(queryReadiness).toBe(200);
  });
});

describe("After the bus was killed", () => {
  it("its log is what it was, and goes on from there", async () => {
    const longer = await blog.api.log();

    expect(longer.slice(0, log.length)).toEqual(log);
    expect(longer.length).toBeGreaterThan(log.length);
    expect(longer.map(({ position }) => position)).toEqual(longer.map((_, index) => index + 1));
  });
});
