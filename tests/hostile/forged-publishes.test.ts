// With a secret set, the log holds nothing that no service has said, and what was said once it holds once.

import { newId } from "@blog/common/ids";
import { sign } from "@blog/common/signature";
import { signDelivery } from "@blog/common/signed-delivery";
import { beforeAll, describe, expect, it } from "vitest";
import {
  ANOTHER_SECRET,
  json,
  minutesFromNow,
  postCreated,
  SECRET,
  type SignedBlog,
  startSignedBlog,
} from "./signed-blog.ts";

let blog: SignedBlog;
beforeAll(async () => {
  blog = await startSignedBlog();
});

describe("An event is not published", () => {
  const { id, body } = postCreated("Forged");
  const signed = sign(SECRET, id, body);
  const batch = { "content-type": "application/cloudevents-batch+json" };

  it.each<[string, number, Record<string, string>]>([
    ["unsigned", 401, {}],
    ["signed with another secret", 401, sign(ANOTHER_SECRET, id, body)],
    ["signed for another body", 401, sign(SECRET, id, "{}")],
    ["signed ten minutes ago", 401, sign(SECRET, id, body, minutesFromNow(-10))],
    ["signed, under another id", 401, { ...signed, "ce-id": newId() }],
    ["signed as one event, sent as a batch", 400, { ...signed, ...batch }],
  ])("when it comes %s", async (_what, status, headers) => {
    const before = blog.bus.log.tail();

    const answer = await blog.post("event-bus", { ...json, ...headers }, body);

    expect(answer.status).toBe(status);
    expect(blog.bus.log.tail()).toBe(before);
  });
});

describe("A publish that was overheard and is sent again", () => {
  const { id, body } = postCreated("Once");
  const signed = { ...json, ...sign(SECRET, id, body) };
  const delivered = { ...json, ...signDelivery(SECRET, { id, headers: json, body }) };

  it.each<[string, Record<string, string>]>([
    ["as it was", { ...signed, "ce-id": id }],
    ["without its second name", signed],
    ["as what the bus made of it", { ...delivered, "ce-id": id }],
  ])("is the same event: %s", async (_what, headers) => {
    const first = await blog.post("event-bus", { ...signed, "ce-id": id }, body);

    const again = await blog.post("event-bus", headers, body);

    expect(again.status).toBe(200);
    const positions = [first, again].map((answer) => answer.headers.get("event-bus-position"));
    expect(positions).toEqual(["1", "1"]);
  });
});
