// Accident: a subscriber is down. The course's bus loses the event for it; ours waits, and everybody else goes on.

import { beforeAll, describe, expect, it } from "vitest";
import { type Blog, startBlog } from "../system/blog.ts";
import { type PublicApi, publicApi, SERVICES } from "./public-api.ts";

let blog: Blog;
let api: PublicApi;
beforeAll(async () => {
  blog = await startBlog({ only: SERVICES });
  api = publicApi(blog);
});

describe("While query is down", () => {
  it("posts and comments are accepted and moderated, and query shows them when it is back", async () => {
    await blog.kill("query");
    const post = await api.createPost("Written meanwhile");
    const comment = await api.createComment(post.id, "Said meanwhile");

    await expectStatus(post.id, comment.id, "approved");
    await blog.start("query");

    await api.untilView((posts) =>
      expect(posts).toEqual([{ ...post, comments: [{ ...comment, status: "approved" }] }]),
    );
  });
});

describe("While comments is down", () => {
  it("posts are accepted and shown, and can be commented on as soon as it is back", async () => {
    await blog.kill("comments");
    const post = await api.createPost("Nobody can comment yet");
    await api.untilView((posts) => expect(posts).toContainEqual({ ...post, comments: [] }));

    await blog.start("comments");
    const comment = await api.createComment(post.id, "The first one");

    expect(comment.status).toBe("pending");
    await expectStatus(post.id, comment.id, "approved");
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
