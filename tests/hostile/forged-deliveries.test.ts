// With a secret set, nothing takes effect that the bus has not sent: neither what strangers make up, nor what they have
// overheard and send again, altered or not.

import { newId } from "@blog/common/base/ids";
import { sign } from "@blog/common/wire/signature";
import { signDelivery } from "@blog/common/wire/signed-delivery";
import { beforeAll, describe, expect, it } from "vitest";
import {
  ANOTHER_SECRET,
  CONSUMERS,
  json,
  minutesFromNow,
  postCreated,
  SECRET,
  type SignedBlog,
  startSignedBlog,
} from "./signed-blog.ts";
import type { Name } from "./whole-blog.ts";

let blog: SignedBlog;
beforeAll(async () => {
  blog = await startSignedBlog();
});

const { id, body } = postCreated("Forged");
const headers = {
  ...json,
  "event-bus-log": "log",
  "event-bus-previous": "0",
  "event-bus-position": "1",
  "ce-id": id,
};
const signedBy = (secret: string, text = body, at = new Date()): Record<string, string> => ({
  ...headers,
  ...signDelivery(secret, { id, headers, body: text }, at),
});
const signed = signedBy(SECRET);

describe("A delivery has no effect", () => {
  it.each<[string, Record<string, string>]>([
    ["unsigned", headers],
    ["signed with another secret", signedBy(ANOTHER_SECRET)],
    ["signed with an empty secret", signedBy("")],
    ["signed for another body", signedBy(SECRET, "{}")],
    ["signed ten minutes ago", signedBy(SECRET, body, minutesFromNow(-10))],
    ["signed ten minutes from now", signedBy(SECRET, body, minutesFromNow(10))],
    ["signed, and made newer", { ...signed, "webhook-timestamp": secondsOf(minutesFromNow(1)) }],
    ["signed, at another position", { ...signed, "event-bus-position": "1000000" }],
    ["signed, in another log", { ...signed, "event-bus-log": "another" }],
    ["signed, as a redelivery", { ...signed, "event-bus-redelivery": "true" }],
    ["signed, under another id", { ...signed, "ce-id": newId() }],
    ["signed, without its headers", { ...json, ...signDelivery(SECRET, { id, headers, body }) }],
    ["signed as if it was published", { ...headers, ...sign(SECRET, id, body) }],
    ["signed in parts that belong to different bodies", mixed()],
    ["signed with nothing", { ...signed, "webhook-signature": "v1, headers," }],
  ])("when it comes %s", async (_what, given) => {
    const answers = await Promise.all(CONSUMERS.map((name) => blog.post(name, given, body)));

    expect(answers.map(({ status }) => status)).toEqual(CONSUMERS.map(() => 401));
    expect(await blog.titles()).not.toContain("Forged");
  });

  // The first signature is right for the body. The second one was made by the bus for these headers, beside another body.
  function mixed() {
    const standard = sign(SECRET, id, body);
    const overheard = signedBy(SECRET, "{}")["webhook-signature"];
    const both = `${overheard} ${standard["webhook-signature"]}`;
    return { ...headers, ...standard, "webhook-signature": both };
  }
});

describe("A delivery that was overheard and is sent again as it was", () => {
  it("takes effect once", async () => {
    const event = postCreated("Delivered twice");
    const late = { ...headers, "event-bus-redelivery": "true", "ce-id": event.id };
    const again = { ...late, ...signDelivery(SECRET, { ...event, headers: late }) };

    for (const name of ["posts", "query", "posts", "query"] as const)
      expect((await blog.post(name, again, event.body)).status).toBe(200);

    const titles = await blog.titles();
    expect(titles.filter((title) => title === "Delivered twice")).toHaveLength(2);
  });
});

describe("A web page", () => {
  it.each<Name>(["event-bus", ...CONSUMERS])(
    "is refused by %s even if it had the secret",
    async (name) => {
      const answer = await blog.post(name, { ...signed, origin: "http://evil.example" }, body);

      expect(answer.status).toBe(403);
      expect(answer.headers.has("access-control-allow-origin")).toBe(false);
    },
  );
});

describe("The blog", () => {
  it("works with a secret all the same", async () => {
    const written = await fetch(`${blog.gateway.url}/posts/create`, {
      method: "POST",
      headers: json,
      body: '{"title":"Ours"}',
    });

    expect(written.status).toBe(201);
    const isKnown = () =>
      blog.titles().then((titles) => titles.filter((title) => title === "Ours").length);
    await expect.poll(isKnown, { timeout: 5000 }).toBe(2);
    expect(blog.bus.subscriptions.get("query")?.status()).toMatchObject({ parked: 0 });
  });
});

function secondsOf(date: Date): string {
  return String(Math.floor(date.getTime() / 1000));
}
