// What may stand in a comment.

import { describe, expect, it } from "vitest";
import { createComments, createCommentsOnPost } from "./comments-service.ts";

describe("The content of a comment", () => {
  it.each(["a", "x".repeat(1000), "<script>alert(1)</script>", "日本語 🍊"])(
    "may be any text: %s",
    async (content) => {
      const { write } = await createCommentsOnPost();

      const { body } = await write("p1", content);

      expect(body).toMatchObject([{ content }]);
    },
  );

  it.each([
    ["empty", "", "must not be empty"],
    ["only space", "  ", "must not be empty"],
    ["1001 characters", "x".repeat(1001), "must have at most 1000 characters"],
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

  it("is looked at before the post is: nobody waits to hear that it is empty", async () => {
    const { write } = await createComments({ newsDelayMs: 60_000 });

    await write("nothing", "").expect(400);
  });
});
