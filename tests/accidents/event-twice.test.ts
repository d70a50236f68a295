// Accident: an event is said or delivered twice, because somebody did not hear the answer. It takes effect once.

import { beforeAll, describe, expect, it } from "vitest";
import { type Blog, startBlog } from "../system/blog.ts";
import { type PublicApi, publicApi, send, SERVICES } from "./public-api.ts";

let blog: Blog;
let api: PublicApi;
beforeAll(async () => {
  blog = await startBlog({ only: SERVICES });
  api = publicApi(blog);
});

describe("An event that is said twice under one id", () => {
  it("stands in the log once", async () => {
    const event = { type: "PostCreated", data: { id: "p", title: "Said twice" } };

    const first = await api.say(event, { "ce-id": "said-twice" });
    const second = await api.say(event, { "ce-id": "said-twice" });

    expect([first.status, second.status]).toEqual([200, 200]);
    expect((await api.log()).filter(({ id }) => id === "said-twice")).toHaveLength(1);
  });
});

describe("An event that is delivered twice", () => {
  it("changes nothing the second time, at any service", async () => {
    const post = await api.createPost("Delivered twice");
    await api.createComment(post.id, "Once");
    await api.untilView((posts) =>
      expect(posts.find(({ id }) => id === post.id)?.comments[0]?.status).toBe("approved"),
    );
    const [view, log] = [await api.view(), await api.log()];

    for (const { type, data, id } of log) {
      for (const service of ["posts", "comments", "query", "moderation"] as const) {
        const again = await send(`${blog.urls[service]}/events`, { type, data }, { "ce-id": id });
        expect(again.status).toBe(200);
      }
    }
    await api.untilHeard();

    expect(await api.view()).toEqual(view);
    // What follows from an event has the same id each time, so the bus keeps one.
    expect(await api.log()).toEqual(log);
  });
});
