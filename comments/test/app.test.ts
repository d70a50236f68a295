// What comments accepts, answers and publishes.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { createComments, createCommentsOnPost, postCreated } from "./comments-service.ts";

describe("A comment", () => {
  it("is answered with all comments of its post, the new one last and pending", async () => {
    const { write, commentsOf } = await createCommentsOnPost();
    await write("p1", "first");

    const { status, body } = await write("p1", "second");

    expect(status).toBe(201);
    expect(body).toEqual([
      { id: expect.any(String), content: "first", status: "pending" },
      { id: expect.any(String), content: "second", status: "pending" },
    ]);
    expect(await commentsOf("p1")).toEqual(body);
  });

  it("is announced once, in the course's words", async () => {
    const { write, recorded } = await createCommentsOnPost();

    const { body } = await write("p1", "hello");

    expect(await recorded()).toMatchObject([
      {
        type: "CommentCreated",
        source: "comments",
        data: { id: body[0].id, content: "hello", postId: "p1", status: "pending" },
      },
    ]);
  });

  it("stays with its post", async () => {
    const { receive, write, commentsOf } = await createCommentsOnPost();
    await receive(postCreated("p2"));

    await write("p1", "on the first");

    expect(await commentsOf("p2")).toEqual([]);
  });

  it("is not taken while the bus has been away for too long", async () => {
    const { write, commentsOf } = await createCommentsOnPost({ outboxCapacity: 1 });
    await write("p1", "the last one");

    const refused = await write("p1", "one too many");

    expect(refused.status).toBe(503);
    expect(refused.headers["retry-after"]).toBe("5");
    expect(await commentsOf("p1")).toHaveLength(1);
  });
});

describe("A comment on an unknown post", () => {
  it.each(["nothing", "__proto__", "constructor", "toString", "a b/c"])(
    "is a 404: %s",
    async (postId) => {
      const { write, recorded } = await createComments();

      const { status, type, body } = await write(postId, "hello");

      expect(status).toBe(404);
      expect(type).toBe("application/problem+json");
      expect(body.detail).toBe(`There is no post ${postId}.`);
      expect(await recorded()).toEqual([]);
    },
  );

  it("waits a moment: the PostCreated may be on its way", async () => {
    const { receive, write } = await createComments({ replicationGraceMs: 5000 });

    const writing = write("p1", "faster than the event").then((answer) => answer.status);
    await receive(postCreated("p1"));

    expect(await writing).toBe(201);
  });

  it("that has an odd name can be written once its post is known", async () => {
    const { receive, write, commentsOf } = await createComments();
    await receive(postCreated("__proto__"));

    await write("__proto__", "hello").expect(201);

    expect(await commentsOf("__proto__")).toMatchObject([{ content: "hello" }]);
  });
});

describe("The comments of an unknown post", () => {
  it.each(["nothing", "__proto__", "constructor"])("are none: %s", async (postId) => {
    const { commentsOf } = await createComments();

    expect(await commentsOf(postId)).toEqual([]);
  });
});

describe("A web page", () => {
  it("cannot forge a decision", async () => {
    const { app } = await createCommentsOnPost();

    await request(app)
      .post("/events")
      .set("Origin", "http://posts.com")
      .send({ type: "CommentModerated", data: {} })
      .expect(403);
  });
});

describe("A comment that is sent again, because no answer came,", () => {
  it("is there once, and gets the same answer, whatever was written meanwhile", async () => {
    const { app, recorded, write, commentsOf } = await createCommentsOnPost();
    const send = (content: string) =>
      request(app).post("/posts/p1/comments").set("idempotency-key", "one-form").send({ content });
    await write("p1", "Before");

    const first = await send("Hello");
    await write("p1", "After");
    const second = await send("Hello");

    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.body).toMatchObject([{ content: "Before" }, { content: "Hello" }]);
    expect(await commentsOf("p1")).toHaveLength(3);
    expect(await recorded()).toHaveLength(3);
    await send("Something else").expect(422);
  });
});
