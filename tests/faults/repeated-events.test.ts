// Accident: an event is published or delivered twice, because an answer was lost. It takes effect once.

import { beforeAll, describe, expect, it } from "vitest";
import { type PublicApi, send } from "../kit/public-api.ts";
import { type SharedBlog, sharedBlog } from "../kit/shared-blog.ts";
import { blog as blogSystem } from "../../infra/systems/blog.ts";

let blog: SharedBlog;
let api: PublicApi;
beforeAll(async () => {
  blog = await sharedBlog();
  ({ api } = blog);
});

describe("An event that is published twice under one id", () => {
  it("is in the log once", async () => {
    const event = { type: "PostCreated", data: { id: "twice", title: "Published twice" } };

    const first = await api.publish(event, { "ce-id": "published-twice" });
    const second = await api.publish(event, { "ce-id": "published-twice" });

    expect([first.status, second.status]).toEqual([200, 200]);
    expect((await api.log()).filter(({ id }) => id === "published-twice")).toHaveLength(1);
  });
});

describe("An event that is delivered twice", () => {
  it("changes nothing the second time, at any service", async () => {
    const { length: before } = await api.log();
    const post = await api.createPost("Delivered twice");
    await api.createComment(post.id, "Once");
    await api.untilView((posts) =>
      expect(posts.find(({ id }) => id === post.id)?.comments[0]?.status).toBe("approved"),
    );
    const [view, log] = [await api.view(), await api.log(before)];

    for (const { type, data, id } of log) {
      for (const service of blogSystem.subscribers) {
        const again = await send(`${blog.urls[service]}/events`, { type, data }, { "ce-id": id });
        expect(again.status).toBe(200);
      }
    }
    await api.untilHandled();

    expect(log.map(({ type }) => type)).toEqual([
      "PostCreated",
      "CommentCreated",
      "CommentModerated",
      "CommentUpdated",
    ]);
    expect(await api.view()).toEqual(view);
    // What follows from an event has the same id each time, so the bus keeps one.
    expect(await api.log(before)).toEqual(log);
  });
});
