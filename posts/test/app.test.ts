// What posts accepts, answers and publishes.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { createPosts } from "./posts-service.ts";

describe("When there are no posts", () => {
  it("the answer is an empty object", async () => {
    const { app } = await createPosts();

    await request(app).get("/posts").expect(200, {});
  });
});

describe.each(["/posts", "/posts/create", "/posts/create/"])(
  "A post that is sent to %s",
  (path) => {
    it("is answered with its id, and is there from then on", async () => {
      const { app } = await createPosts();

      const { status, body } = await request(app).post(path).send({ title: "Hello" });

      expect(status).toBe(201);
      expect(body).toEqual({ id: expect.any(String), title: "Hello" });
      await request(app)
        .get("/posts")
        .expect(200, { [body.id]: body });
    });

    it("is announced once, in the course's words", async () => {
      const { app, recorded } = await createPosts();

      const { body } = await request(app).post(path).send({ title: "Hello" });

      expect(await recorded()).toMatchObject([
        { type: "PostCreated", source: "posts", data: body },
      ]);
    });
  },
);

describe("Several posts", () => {
  it("are listed in the order they were written", async () => {
    const { app } = await createPosts();
    for (const title of ["A", "B", "C"]) await request(app).post("/posts").send({ title });

    const { body } = await request(app).get("/posts");

    expect(Object.values(body)).toMatchObject([{ title: "A" }, { title: "B" }, { title: "C" }]);
  });
});

describe("A title", () => {
  it.each([
    "a",
    "x".repeat(200),
    "🍊".repeat(200),
    "👍🏽".repeat(200),
    "<b>bold</b>",
    "日本語 🍊",
    "'; DROP TABLE posts; --",
  ])("may be any text: %s", async (title) => {
    const { app } = await createPosts();

    const { body } = await request(app).post("/posts").send({ title });

    expect(body.title).toBe(title);
  });

  it("loses the space around it", async () => {
    const { app } = await createPosts();

    const { body } = await request(app).post("/posts").send({ title: "  Hello \n" });

    expect(body.title).toBe("Hello");
  });

  it.each([
    ["empty", "", "must not be empty"],
    ["only space", " \n\t", "must not be empty"],
    ["201 characters", "x".repeat(201), "must have at most 200 characters and 2000 bytes"],
    ["102 kB", "x".repeat(102_000), "must have at most 200 characters and 2000 bytes"],
    ["missing", undefined, "must be text"],
    ["null", null, "must be text"],
    ["NUL", "a\0b", "must not contain control characters"],
    ["half a character", "\ud83c", "holds half a character (a lone surrogate)"],
    ["no character at all", "\uffff", "must not contain characters that are no text"],
    ["a zero width space", "\u200b", "must have something visible in it"],
    ["201 emoji", "👍🏽".repeat(201), "must have at most 200 characters and 2000 bytes"],
    [
      "one character without end",
      "e" + "\u0301".repeat(2000),
      "must have at most 200 characters and 2000 bytes",
    ],
    ["a number", 7, "must be text"],
    ["an object", { text: "Hello" }, "must be text"],
  ])("is refused when it is %s, by the name of the field", async (_what, title, detail) => {
    const { app, recorded } = await createPosts();

    const { status, type, body } = await request(app).post("/posts").send({ title });

    expect(status).toBe(400);
    expect(type).toBe("application/problem+json");
    expect(body.errors).toEqual([{ detail, pointer: "#/title" }]);
    await request(app).get("/posts").expect(200, {});
    expect(await recorded()).toEqual([]);
  });
});

describe("While the bus has been away for too long", () => {
  it("a post is refused and not stored: no other service would ever receive it", async () => {
    const { app } = await createPosts({ outboxCapacity: 1 });
    const { body } = await request(app).post("/posts").send({ title: "the last one" });

    const refused = await request(app).post("/posts").send({ title: "one too many" });

    expect(refused.status).toBe(503);
    expect(refused.headers["retry-after"]).toBe("5");
    await request(app)
      .get("/posts")
      .expect({ [body.id]: body });
  });
});
