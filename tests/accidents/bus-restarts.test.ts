// Accident: the bus is killed and started again. In the course the log is gone, and with query's next restart all old posts.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Blog, startBlog } from "../system/blog.ts";
import { type PublicApi, publicApi } from "./public-api.ts";

let blog: Blog;
let api: PublicApi;
beforeAll(async () => {
  blog = await startBlog({ only: ["event-bus", "posts", "query"] });
  api = publicApi(blog);
});

describe("After the bus was killed", () => {
  it("its log is what it was, and goes on from there", async () => {
    await api.createPost("Before");
    await api.untilHeard("posts", "query");
    const log = await api.log();

    await blog.kill("event-bus");
    await blog.start("event-bus");
    const after = await api.createPost("After");
    await api.untilView((posts) => expect(posts.map(({ id }) => id)).toContain(after.id));

    const longer = await api.log();
    expect(longer.slice(0, log.length)).toEqual(log);
    expect(longer.map(({ position }) => position)).toEqual(longer.map((_, index) => index + 1));
  });

  it("a query that has lost everything gets all of it back", async () => {
    await api.untilHeard("query");
    const view = await api.view();
    await blog.kill("query");
    for (const suffix of ["", "-wal", "-shm"]) {
      await rm(join(blog.dataFolder, `query.db${suffix}`), { force: true });
    }

    await blog.start("query");

    expect(await api.view()).toEqual(view);
  });
});
