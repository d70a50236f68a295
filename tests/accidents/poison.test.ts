// Accident: an event that breaks its contract. The course's replay stops there and later posts are missing; here it is
// parked for those who cannot handle it, everybody can see that, and the rest goes on.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Blog, startBlog } from "../system/blog.ts";
import { type PublicApi, publicApi } from "./public-api.ts";

let blog: Blog;
let api: PublicApi;
beforeAll(async () => {
  blog = await startBlog({ only: ["event-bus", "posts", "query"], env: { PARK_AFTER: "3" } });
  api = publicApi(blog);
});

describe("An event that breaks its contract", () => {
  it("is parked where it matters, and what comes later is shown", async () => {
    await api.say({ type: "CommentUpdated", data: { id: "no post, no content" } });
    const post = await api.createPost("Written after the poison");

    await api.untilView((posts) => expect(posts).toEqual([{ ...post, comments: [] }]));
    await api.untilHeard("posts", "query");

    expect(await api.subscription("query")).toMatchObject({ parked: 1 });
    expect(await api.subscription("posts")).toMatchObject({ parked: 0 });
  });

  it("does not stop a replay either", async () => {
    const view = await api.view();
    await blog.kill("query");
    for (const suffix of ["", "-wal", "-shm"]) {
      await rm(join(blog.dataFolder, `query.db${suffix}`), { force: true });
    }

    await blog.start("query");

    await api.untilView((posts) => expect(posts).toEqual(view));
  });

  it("can be looked at, and put away for good", async () => {
    const path = `${blog.urls["event-bus"]}/subscriptions/query/parked`;

    const listed = await (await fetch(path)).json();
    expect(listed).toMatchObject([
      {
        position: 1,
        reason: expect.stringMatching(/^answered 422: postId: /),
        event: { type: "CommentUpdated" },
      },
    ]);
    expect((await fetch(`${path}/1`, { method: "DELETE" })).status).toBe(204);

    expect(await api.subscription("query")).toMatchObject({ parked: 0 });
  });
});
