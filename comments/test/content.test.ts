// What may stand in a comment.

import { describe, expect, it } from "vitest";
import { createComments, createCommentsOnPost } from "./comments-service.ts";

describe("The content of a comment", () => {
  it.each([
    "a",
    "x".repeat(1000),
    "🍊".repeat(1000),
    "two\nlines",
    "<script>alert(1)</script>",
    "日本語 🍊",
  ])("may be any text: %s", async (content) => {
    const { write } = await createCommentsOnPost();

    const { body } = await write("p1", content);

    expect(body).toMatchObject([{ content }]);
  });

  it.each([
    ["empty", "", "must not be empty"],
    ["only space", "  ", "must not be empty"],
    ["1001 characters", "x".repeat(1001), "must have at most 1000 characters and 10000 bytes"],
    ["1001 emoji", "🍊".repeat(1001), "must have at most 1000 characters and 10000 bytes"],
    ["a Hangul filler", "\u3164", "must have something visible in it"],
    ["an escape character", "a\u001b[31m", "must not contain control characters"],
    ["missing", undefined, "must be text"],
    ["null", null, "must be text"],
    ["a number", 7, "must be text"],
    ["an object", {}, "must be text"],
  ])("is refused when it is %s, by the name of the field", async (_what, content, detail) => {
    const { write, commentsOf } = await createCommentsOnPost();

    const { status, type, body } = await write("p1", content);

    expect(status).toBe(400);
    expect(type).toBe("application/problem+json");
    expect(body.errors).toEqual([{ detail, pointer: "#/content" }]);
    expect(await commentsOf("p1")).toEqual([]);
  });

  it("is looked at before the post is: empty content is refused without a wait", async () => {
    const { write } = await createComments({ replicationGraceMs: 60_000 });

    await write("nothing", "").expect(400);
  });
});
