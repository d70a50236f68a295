// With a secret set, the log holds nothing that no service has published, and what was published once it holds once.

import { newId } from "@blog/common/base/ids";
import { sign } from "@blog/common/wire/signature";
import { signDelivery } from "@blog/common/wire/signed-delivery";
import { signPublish } from "@blog/common/wire/signed-publish";
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

describe("What the headers of an event claim", () => {
  const time = "2026-01-01T00:00:00Z";
  const claimed = {
    "ce-source": "posts",
    "ce-time": time,
    "ce-causationid": "c",
    "ce-correlationid": "d",
  };

  function published(title: string) {
    const { id, body } = postCreated(title);
    const headers: Record<string, string> = { ...json, "ce-id": id, ...claimed };
    const signed: Record<string, string> = {
      ...headers,
      ...signPublish(SECRET, { id, headers, body }),
    };
    return { id, body, headers, signed };
  }

  it("is stored when it comes as it was signed", async () => {
    const { body, signed } = published("As it was signed");

    expect((await blog.post("event-bus", signed, body)).status).toBe(200);

    const [stored] = blog.bus.log.read(blog.bus.log.tail() - 1, 1);
    expect(JSON.parse(stored?.attributes ?? "")).toMatchObject({ source: "posts", time });
  });

  it.each(Object.keys(claimed) as (keyof typeof claimed)[])(
    "is refused when %s was altered",
    async (name) => {
      const { id, body, headers, signed } = published("Altered");
      const { [name]: _, ...without } = signed;
      const other = name === "ce-time" ? "1970-01-01T00:00:00Z" : "forged";
      const [standard = ""] = signed["webhook-signature"]!.split(" ");
      const before = blog.bus.log.tail();

      for (const forged of [
        { ...signed, [name]: other },
        without,
        // The second signature taken off.
        { ...signed, [name]: other, "webhook-signature": standard },
        { ...without, "webhook-signature": standard },
        // And the name of the header.
        { ...signed, [name]: other, "webhook-id": id },
        { ...signed, [name]: other, "webhook-id": id, "webhook-signature": standard },
        // Added to a message that another program has signed by the standard alone.
        { ...json, ...sign(SECRET, id, body), [name]: other },
        { ...headers, ...sign(SECRET, id, body) },
      ])
        expect((await blog.post("event-bus", forged, body)).status).toBe(401);

      expect(blog.bus.log.tail()).toBe(before);
    },
  );

  it("is nothing, where any library of the standard has signed the body: the bus fills it in", async () => {
    const { id, body } = postCreated("By another program");
    const signed = { ...json, ...sign(SECRET, id, body) };

    expect((await blog.post("event-bus", signed, body)).status).toBe(200);

    const [stored] = blog.bus.log.read(blog.bus.log.tail() - 1, 1);
    expect(stored?.id).toBe(id);
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
    expect(positions[0]).toMatch(/^\d+$/);
    expect(positions[1]).toBe(positions[0]);
  });
});
