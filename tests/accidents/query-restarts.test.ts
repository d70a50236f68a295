// Accident: query restarts while the bus is down. The course's query is empty for ever; ours shows what it knew, says that it
// is not ready, keeps trying, and catches up.

import { beforeAll, describe, expect, it } from "vitest";
import { type Blog, startBlog } from "../system/blog.ts";
import { type PublicApi, publicApi } from "./public-api.ts";

let blog: Blog;
let api: PublicApi;
beforeAll(async () => {
  blog = await startBlog({ only: ["event-bus", "posts", "query"] });
  api = publicApi(blog);
});

describe("When query restarts while the bus is down", () => {
  it("shows what it knew, and catches up when the bus is back", async () => {
    const known = await api.createPost("Known before");
    await api.untilView((posts) => expect(posts).toHaveLength(1));
    await blog.kill("query", "SIGTERM");
    const missed = await api.createPost("Missed");
    await blog.kill("event-bus");

    await blog.start("query", "alive");
    expect(await api.view()).toEqual([{ ...known, comments: [] }]);
    expect((await fetch(`${blog.urls.query}/readyz`)).status).toBe(503);

    await blog.start("event-bus");
    await api.untilView((posts) =>
      expect(posts.map(({ id }) => id)).toEqual([known.id, missed.id]),
    );
    await expect.poll(async () => (await fetch(`${blog.urls.query}/readyz`)).status).toBe(200);
  });
});
