// Accident: the bus is down while people write. In the course, posts or comments dies or hangs; here the event waits in the
// outbox of the service that has it to say, even if that service dies too.

import { beforeAll, describe, expect, it } from "vitest";
import { type Blog, startBlog } from "../system/blog.ts";
import { type PublicApi, publicApi } from "./public-api.ts";

let blog: Blog;
let api: PublicApi;
beforeAll(async () => {
  blog = await startBlog({ only: ["event-bus", "posts", "comments", "query"] });
  api = publicApi(blog);
});

describe("While the bus is down", () => {
  it("posts and comments are accepted at once, and travel when it is back", async () => {
    const known = await api.createPost("Written before");
    await api.untilHeard("posts", "comments", "query");
    await blog.kill("event-bus");

    const start = performance.now();
    const post = await api.createPost("Written meanwhile");
    const comment = await api.createComment(known.id, "Said meanwhile");
    expect(performance.now() - start).toBeLessThan(5000);

    await blog.start("event-bus");
    await api.untilView((posts) => {
      expect(posts).toContainEqual({ ...post, comments: [] });
      expect(posts).toContainEqual({ ...known, comments: [comment] });
    });
  });

  it("nothing is forgotten by a service that dies before the bus is back", async () => {
    await blog.kill("event-bus");
    const post = await api.createPost("Written before the second accident");
    await blog.kill("posts");

    await Promise.all([blog.start("event-bus"), blog.start("posts")]);

    await api.untilView((posts) => expect(posts).toContainEqual({ ...post, comments: [] }));
  });
});
