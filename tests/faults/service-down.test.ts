// Accident: a subscriber is down. The course's bus loses the event for it, and a comment stays pending permanently; ours waits for
// that subscriber, and the other services go on.

import { beforeAll, describe, expect, it } from "vitest";
import { post as postTo } from "../kit/json-http.ts";
import type { PublicApi } from "../kit/public-api.ts";
import { type SharedBlog, sharedBlog } from "../kit/shared-blog.ts";

let blog: SharedBlog;
let api: PublicApi;
beforeAll(async () => {
  blog = await sharedBlog();
  ({ api } = blog);
});

describe("While query is down", () => {
  it("posts and comments are accepted and moderated, and query shows them when it is back", async () => {
    await blog.kill("query");
    const post = await api.createPost("Written meanwhile");
    const comment = await api.createComment(post.id, "Written meanwhile");

    await expectStatus(post.id, comment.id, "approved");
    await blog.start("query");

    await api.untilView((posts) =>
      expect(posts).toContainEqual({ ...post, comments: [{ ...comment, status: "approved" }] }),
    );
  });
});

describe("While comments is down", () => {
  it("posts are accepted and shown, and can be commented on as soon as it is back", async () => {
    await blog.kill("comments");
    const post = await api.createPost("Without comments");
    await api.untilView((posts) => expect(posts).toContainEqual({ ...post, comments: [] }));

    await blog.start("comments");
    const comment = await api.createComment(post.id, "The first one");

    expect(comment.status).toBe("pending");
    await expectStatus(post.id, comment.id, "approved");
  });
});

describe("While moderation is down", () => {
  it("comments are shown as pending, and moderated when it is back", async () => {
    const gateway = blog.urls.client;
    const { body: post } = await postTo(`${gateway}/posts/create`, { title: "To be discussed" });
    await blog.kill("moderation");
    for (const content of ["An apple", "An orange"])
      await postTo(`${gateway}/posts/${post.id}/comments`, { content });
    const statuses = (expected: string[]) =>
      api.untilView((posts) => {
        const shown = posts.find(({ id }) => id === post.id);
        expect(shown?.comments.map(({ status }) => status)).toEqual(expected);
      });
    await statuses(["pending", "pending"]);

    await blog.start("moderation");

    await statuses(["approved", "rejected"]);
  });
});

async function expectStatus(postId: string, commentId: string, status: string): Promise<void> {
  await expect
    .poll(async () => {
      const answer = await fetch(`${blog.urls.comments}/posts/${postId}/comments`);
      const comments = (await answer.json()) as { id: string; status: string }[];
      return comments.find(({ id }) => id === commentId)?.status;
    })
    .toBe(status);
}
