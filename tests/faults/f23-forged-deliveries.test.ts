// F23. A client that does not know the secret sends events: forged, altered, recorded and sent again. None of them takes
// effect, and nothing that is sent makes a service fall over.

import { openDatabase } from "@blog/common/database/open-database";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import { sign } from "@blog/common/wire/signature";
import { signDelivery } from "@blog/common/wire/signed-delivery";
import { describe, expect, it, onTestFinished } from "vitest";
import { createApp } from "../../comments/src/app.ts";
import { commentsTable, createCommentStore } from "../../comments/src/comment-store.ts";
import { listen } from "../../event-bus/test/listening.ts";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { newLogFile } from "../../event-bus/test/test-folder.ts";
import { read } from "./promises.ts";

const SECRET = "a secret of the house";
const HOUR_MS = 3_600_000;

async function startComments(secret?: string) {
  const tables = [commentsTable, inboxTable, outboxTable];
  const db = await openDatabase(`sqlite:${newLogFile()}`, tables);
  onTestFinished(() => db.close());
  const comments = createCommentStore(db);
  const { app } = createApp({ db, comments, outbox: createOutbox(db, "comments") }, { secret });
  const { url } = await listen(app);

  function deliver(body: string, headers: Record<string, string> = {}): Promise<Response> {
    const all = { "content-type": "application/json", ...headers };
    return fetch(`${url}/events`, { method: "POST", headers: all, body });
  }
  return { url, deliver, commentsOn: (id: string) => read(`${url}/posts/${id}/comments`) };
}

function created(postId: string, content = "A comment"): string {
  const data = { id: "c1", postId, content, status: "pending" };
  return JSON.stringify({ type: "CommentCreated", data });
}

describe("A delivery (F23)", () => {
  it.each([
    ["without a signature", {}],
    ["signed with another secret", sign("some other secret", "e1", created("p1"))],
    ["altered after it was signed", sign(SECRET, "e1", created("p1", "Another comment"))],
    ["recorded an hour ago", sign(SECRET, "e1", created("p1"), new Date(Date.now() - HOUR_MS))],
  ])("%s has no effect", async (_, headers) => {
    const { deliver, commentsOn } = await startComments(SECRET);

    expect((await deliver(created("p1"), headers)).status).toBe(401);
    expect(await commentsOn("p1")).toEqual([]);
  });

  it("that is sent twice, as it was recorded, has its effect once", async () => {
    const { deliver, commentsOn } = await startComments(SECRET);
    const named = { "content-type": "application/json", "ce-id": "e1" };
    const body = created("p1");
    const headers = { ...named, ...signDelivery(SECRET, { id: "e1", headers: named, body }) };

    for (let time = 1; time <= 2; time += 1)
      expect((await deliver(body, headers)).status).toBe(200);

    expect(await commentsOn("p1")).toHaveLength(1);
    // Under another name it would be another event.
    expect((await deliver(body, { ...headers, "ce-id": "e2" })).status).toBe(401);
  });

  it.each(["__proto__", "constructor", "toString", "../../events", "%00"])(
    "about a post called %s is about a post like any other",
    async (postId) => {
      const { deliver, commentsOn, url } = await startComments();

      expect((await deliver(created(postId))).status).toBe(200);

      expect(await commentsOn(encodeURIComponent(postId))).toHaveLength(1);
      expect(await commentsOn("p1")).toEqual([]);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    },
  );

  it.each([
    ["is nested 100,000 deep", `{"type":"CommentCreated","data":${"[".repeat(100_000)}`],
    ["is 9 MB large", `{"type":"CommentCreated","data":{"id":"${"x".repeat(9_000_000)}"}}`],
    ["names a prototype", '{"type":"__proto__","data":{"__proto__":{"polluted":true}}}'],
    ["is a list", "[]"],
  ])("that %s is answered, and the next one is taken", async (_, body) => {
    const { deliver } = await startComments();

    expect((await deliver(body)).status).toBeLessThan(500);
    expect({}).not.toHaveProperty("polluted");
    expect((await deliver(created("p1"))).status).toBe(200);
  });
});

describe("The bus (F23)", () => {
  it("takes nothing that is not signed with the secret, and nothing from a web page", async () => {
    const { post, bus } = await startTestBus({ secret: SECRET });
    const body = created("p1");

    expect((await post(body)).status).toBe(401);
    expect((await post(body, sign("some other secret", "e1", body))).status).toBe(401);
    const page = { ...sign(SECRET, "e1", body), origin: "http://evil.example" };
    expect((await post(body, page)).status).toBe(403);
    expect(bus.log.tail()).toBe(0);
  });
});
