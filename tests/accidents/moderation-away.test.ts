// Accident: moderation is away for a while. In the course, comments written meanwhile stay pending for ever.

import { beforeAll, describe, expect, it } from "vitest";
import { type Blog, startBlog } from "../system/blog.ts";
import { type PublicApi, publicApi, SERVICES } from "./public-api.ts";

let blog: Blog;
let api: PublicApi;
beforeAll(async () => {
  blog = await startBlog({ only: SERVICES });
  api = publicApi(blog);
});

describe("While moderation is away", () => {
  it("comments are shown as pending, and judged when it is back", async () => {
    const post = await api.createPost("To be discussed");
    await blog.kill("moderation");
    await api.createComment(post.id, "An apple");
    await api.createComment(post.id, "An orange");
    await api.untilView(([shown]) =>
      expect(shown?.comments.map(({ status }) => status)).toEqual(["pending", "pending"]),
    );

    await blog.start("moderation");

    await api.untilView(([shown]) =>
      expect(shown?.comments.map(({ status }) => status)).toEqual(["approved", "rejected"]),
    );
  });
});
