// What posts receives: the posts of its replicas, and its own again after it was restored from a backup.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { createPosts } from "./posts-service.ts";

type App = Awaited<ReturnType<typeof createPosts>>["app"];

const deliver = (app: App, type: string, data: unknown) =>
  request(app).post("/events").send({ type, data });

describe("The event of a post", () => {
  it("adds it here too, and is not published again", async () => {
    const { app, recorded } = await createPosts();

    await deliver(app, "PostCreated", { id: "1", title: "A replica's" }).expect(200, {});

    await request(app)
      .get("/posts")
      .expect({ 1: { id: "1", title: "A replica's" } });
    expect(await recorded()).toEqual([]);
  });

  it("of one that is known changes nothing", async () => {
    const { app } = await createPosts();
    const { body } = await request(app).post("/posts").send({ title: "Mine" });

    await deliver(app, "PostCreated", { id: body.id, title: "Another title" }).expect(200);

    await request(app)
      .get("/posts")
      .expect({ [body.id]: body });
  });

  it.each(["__proto__", "constructor", "toString"])("may carry any id: %s", async (id) => {
    const { app } = await createPosts();

    await deliver(app, "PostCreated", { id, title: "odd" }).expect(200);

    const { text } = await request(app).get("/posts");
    expect(text).toBe(`{"${id}":{"id":"${id}","title":"odd"}}`);
  });
});

describe("An event of another kind", () => {
  it.each(["CommentCreated", "CommentUpdated", "PostLiked"])(
    "is none of its business: %s",
    async (type) => {
      const { app } = await createPosts();

      await deliver(app, type, { anything: true }).expect(200, {});

      await request(app).get("/posts").expect({});
    },
  );

  it("from a web page is refused", async () => {
    const { app } = await createPosts();

    await deliver(app, "PostCreated", { id: "1", title: "forged" })
      .set("Origin", "http://posts.com")
      .expect(403);

    await request(app).get("/posts").expect({});
  });
});
