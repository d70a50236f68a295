// Moderation's decision on each new comment.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { createMemoryBus } from "../../common/test/memory-bus.ts";
import { createApp } from "../src/app.ts";

const comment = { id: "c1", postId: "p1", content: "Nice post", status: "pending" };
const ourBus = { "event-bus-log": "log-1", "ce-id": "event-1", "event-bus-position": "1" };

function createModeration() {
  const bus = createMemoryBus();
  const { app } = createApp({ bus });
  const receive = (type: string, data: unknown, headers: Record<string, string> = ourBus) =>
    request(app).post("/events").set(headers).send({ type, data });
  return { app, bus, receive };
}

describe("A new comment", () => {
  it("is approved, and the decision carries the whole comment", async () => {
    const { bus, receive } = createModeration();

    await receive("CommentCreated", comment).expect(200, {});

    expect(bus.events).toMatchObject([
      { type: "CommentModerated", source: "moderation", data: { ...comment, status: "approved" } },
    ]);
  });

  it.each([
    ["orange", "rejected"],
    ["oranges are not the only fruit", "rejected"],
    ["Orange", "approved"],
    ["ORANGE", "approved"],
    ["o range", "approved"],
    ["", "approved"],
  ])("with the words %j is %s", async (content, status) => {
    const { bus, receive } = createModeration();

    await receive("CommentCreated", { ...comment, content });

    expect(bus.events[0]?.data).toMatchObject({ content, status });
  });

  it("that is received twice gets one decision", async () => {
    const { bus, receive } = createModeration();

    await receive("CommentCreated", comment);
    await receive("CommentCreated", comment);

    expect(bus.events).toHaveLength(1);
  });

  it("gets the same decision, under the same id, from every replica", async () => {
    const [one, other] = [createModeration(), createModeration()];

    await one.receive("CommentCreated", comment);
    await other.receive("CommentCreated", comment);

    expect(one.bus.events[0]?.id).toBe(other.bus.events[0]?.id);
  });

  it("is not acknowledged while the decision cannot be published", async () => {
    const { bus, receive } = createModeration();
    bus.isAway = true;

    await receive("CommentCreated", comment).expect(503);
  });

  it("without a status is pending, as in the early lessons", async () => {
    const { bus, receive } = createModeration();
    const { status: _, ...early } = comment;

    await receive("CommentCreated", early).expect(200);

    expect(bus.events).toHaveLength(1);
  });
});

describe("What would kill the course's moderation", () => {
  it.each([
    ["no data", undefined, 400],
    ["no content", { id: "c1", postId: "p1" }, 422],
    ["content that is no text", { ...comment, content: 7 }, 422],
    ["content that is null", { ...comment, content: null }, 422],
  ])("is refused: a comment with %s", async (_what, data, status) => {
    const { bus, receive } = createModeration();

    await receive("CommentCreated", data).expect(status);

    expect(bus.calls).toEqual([]);
  });
});

describe("Other events", () => {
  it.each(["PostCreated", "CommentModerated", "CommentUpdated", "PostLiked"])(
    "get no decision: %s",
    async (type) => {
      const { bus, receive } = createModeration();

      await receive(type, comment).expect(200, {});

      expect(bus.calls.flat()).toEqual([]);
    },
  );
});

describe("Moderation itself", () => {
  it("has nothing to show to browsers", async () => {
    const { app, receive } = createModeration();

    await receive("CommentCreated", comment, { Origin: "http://posts.com" }).expect(403);
    const answer = await request(app).get("/posts");

    expect(answer.status).toBe(404);
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
  });
});
