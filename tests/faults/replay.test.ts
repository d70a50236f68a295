// Accident: query loses its database and replays a long log, with an event in it that no handler can take, while new events arrive.
// The course's replay stops at the bad event, and loses or doubles the new ones.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Post, PublicApi } from "../kit/public-api.ts";
import { type SharedBlog, sharedBlog } from "../kit/shared-blog.ts";

const REPLAYED = 4000;
const ARRIVING = 100;

let blog: SharedBlog;
let api: PublicApi;
beforeAll(async () => {
  blog = await sharedBlog();
  ({ api } = blog);
});

async function parkedBy(name: string): Promise<{ position: number; event: object }[]> {
  const answer = await fetch(`${blog.urls["event-bus"]}/subscriptions/${name}/parked`);
  return (await answer.json()) as { position: number; event: object }[];
}

describe("An event that breaks its contract", () => {
  let position: number;
  let later: Post;

  it("is parked (dead-lettered) where it matters, and what comes later is shown", async () => {
    const bad = { type: "CommentUpdated", data: { id: "no post, no content" } };
    position = Number((await api.publish(bad)).headers.get("event-bus-position"));
    later = await api.createPost("Written after the poison message");

    await api.untilView((posts) => expect(posts).toContainEqual({ ...later, comments: [] }));
    await api.untilHandled();

    for (const name of ["query", "comments"])
      expect((await parkedBy(name)).map((parked) => parked.position)).toEqual([position]);
    for (const name of ["posts", "moderation"]) expect(await parkedBy(name)).toEqual([]);
  });

  it("does not stop the replay of a query that has lost everything, nor do events that arrive meanwhile", async () => {
    const view = await api.view();
    await blog.kill("query");
    for (const suffix of ["", "-wal", "-shm"]) {
      await rm(join(blog.dataFolder, `query.db${suffix}`), { force: true });
    }
    await api.publish({ type: "PostCreated", data: { id: "p", title: "A long discussion" } });
    for (let start = 0; start < REPLAYED; start += 500) {
      const batch = Array.from({ length: 500 }, (_, index) => updated(start + index));
      await api.publish(batch, { "content-type": "application/cloudevents-batch+json" });
    }

    const starting = blog.start("query");
    for (let number = REPLAYED; number < REPLAYED + ARRIVING; number += 1) {
      const { id, type, data } = updated(number);
      await api.publish({ type, data }, { "ce-id": id });
      // Spread over its start, so that some come before, some during and some after the replay.
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await starting;

    // Each takes effect once, in the order of the log.
    const discussed = Array.from({ length: REPLAYED + ARRIVING }, (_, index) => `c${index}`);
    await api.untilView((posts) => {
      const discussion = posts.find(({ id }) => id === "p");
      expect(discussion?.comments.map(({ id }) => id)).toEqual(discussed);
      expect(posts.filter((post) => post !== discussion)).toEqual(view);
    });
    expect(view).toContainEqual({ ...later, comments: [] });
  });

  it("can be looked at, and discarded", async () => {
    expect(await parkedBy("query")).toMatchObject([
      {
        position,
        reason: expect.stringMatching(/^answered 422: postId: /),
        event: { type: "CommentUpdated" },
      },
    ]);

    for (const name of ["query", "comments"]) {
      const url = `${blog.urls["event-bus"]}/subscriptions/${name}/parked/${position}`;
      expect((await fetch(url, { method: "DELETE" })).status).toBe(204);
      expect(await api.subscription(name)).toMatchObject({ parked: 0 });
    }
  });
});

function updated(number: number) {
  const data = { id: `c${number}`, postId: "p", content: `number ${number}`, status: "approved" };
  return { specversion: "1.0", id: `e${number}`, source: "test", type: "CommentUpdated", data };
}
