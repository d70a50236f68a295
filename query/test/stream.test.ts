// The live stream: each post that changes, whole, to every client.

import { describe, expect, it, vi } from "vitest";
import { createLiveQuery, titlesIn } from "./listener.ts";
import { until } from "../../tests/kit/until.ts";
import { commentCreated, commentUpdated, postCreated } from "./query-service.ts";

describe("A client of the stream", () => {
  it("gets each post that appears, and again when one of its comments changes", async () => {
    const { listen, receive } = await createLiveQuery();
    const listener = await listen();

    await receive(
      postCreated("p1"),
      commentCreated("c1", "p1"),
      commentUpdated("c1", "p1", "approved"),
    );

    const post = { id: "p1", title: "Post p1" };
    const comment = { id: "c1", content: "Comment c1" };
    await until(() =>
      expect(listener.messages).toEqual([
        { event: "post", data: { ...post, comments: [] } },
        { event: "post", data: { ...post, comments: [{ ...comment, status: "pending" }] } },
        { event: "post", data: { ...post, comments: [{ ...comment, status: "approved" }] } },
      ]),
    );
    expect(listener.headers["content-type"]).toMatch(/^text\/event-stream/);
    expect(listener.headers["cache-control"]).toBe("no-store");
  });

  it("gets nothing from before", async () => {
    const { listen, receive } = await createLiveQuery();
    await receive(postCreated("old"));

    const listener = await listen();
    await receive(postCreated("new"));

    await until(() => expect(titlesIn(listener)).toEqual(["Post new"]));
  });

  it("does not get a comment before its post is there", async () => {
    const { listen, receive } = await createLiveQuery();
    const listener = await listen();

    await receive(commentCreated("c1", "p1"), postCreated("p1"));

    await until(() =>
      expect(listener.messages).toMatchObject([{ data: { id: "p1", comments: [{ id: "c1" }] } }]),
    );
  });

  it("gets nothing when nothing changes", async () => {
    const { listen, receive } = await createLiveQuery();
    const listener = await listen();

    await receive(
      postCreated("p1"),
      postCreated("p1"),
      { type: "PostLiked", data: {} },
      postCreated("p2"),
    );

    await until(() => expect(titlesIn(listener)).toEqual(["Post p1", "Post p2"]));
  });
});

describe("While nothing happens", () => {
  it("a heartbeat at first and every 10 seconds shows a page that the connection lives", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { listen, stream } = await createLiveQuery();
    const listener = await listen();

    await until(() => expect(listener.heartbeats()).toBe(1));
    vi.advanceTimersByTime(20_000);
    vi.useRealTimers();

    await until(() => expect(listener.heartbeats()).toBe(3));
    expect(listener.messages).toEqual([]);
    stream.end();
  });
});

describe("When query stops", () => {
  it("the streams end, so that listeners look for another one", async () => {
    const { listen, stream } = await createLiveQuery();
    const listener = await listen();

    stream.end();

    await until(() => expect(listener.isOver()).toBe(true));
  });
});
