// Accident: events arrive while query replays the log. In the course they are lost or applied twice; here, once.

import { beforeAll, describe, expect, it } from "vitest";
import { type Blog, startBlog } from "../system/blog.ts";
import { type PublicApi, publicApi } from "./public-api.ts";

const REPLAYED = 4000;
const ARRIVING = 100;

let blog: Blog;
let api: PublicApi;
beforeAll(async () => {
  blog = await startBlog({ only: ["event-bus", "query"] });
  api = publicApi(blog);
});

function commentUpdated(number: number) {
  const data = { id: `c${number}`, postId: "p", content: `number ${number}`, status: "approved" };
  return { specversion: "1.0", id: `e${number}`, source: "test", type: "CommentUpdated", data };
}

describe("When events arrive during the replay of a long log", () => {
  it("each takes effect once, in the order of the log", async () => {
    await blog.kill("query");
    await api.say({ type: "PostCreated", data: { id: "p", title: "A long discussion" } });
    for (let start = 0; start < REPLAYED; start += 500) {
      const batch = Array.from({ length: 500 }, (_, index) => commentUpdated(start + index));
      const mediaType = { "content-type": "application/cloudevents-batch+json" };
      await api.say(batch, mediaType);
    }

    const starting = blog.start("query");
    for (let number = REPLAYED; number < REPLAYED + ARRIVING; number += 1) {
      const { id, type, data } = commentUpdated(number);
      await api.say({ type, data }, { "ce-id": id });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await starting;

    const expected = Array.from({ length: REPLAYED + ARRIVING }, (_, index) => `c${index}`);
    await api.untilView(([post]) => expect(post?.comments.map(({ id }) => id)).toEqual(expected));
  });
});
