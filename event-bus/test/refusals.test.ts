// What the bus does not take, and how it refuses it: always with problem+json, and nothing is appended.

import { sign } from "@blog/common/wire/signature";
import { describe, expect, it } from "vitest";
import { BATCH, cloudEvent, startTestBus, type TestBus } from "./test-bus.ts";

const SECRET = "a secret of the house";
const large = "x".repeat(102_400);

describe("An event is refused", () => {
  it.each([
    ["without a type", { data: {} }, "#/type"],
    ["with an empty type", { type: "", data: {} }, "#/type"],
    ["with a number for a type", { type: 1, data: {} }, "#/type"],
    ["without data", { type: "A" }, "#/data"],
    ["with null for data", { type: "A", data: null }, "#/data"],
    ["with a list for data", { type: "A", data: [] }, "#/data"],
    ["as a list", [], "#"],
    ["as null", "null", "#"],
  ])("with 400 and the field's name: %s", async (_, body, pointer) => {
    const { post, bus } = await startTestBus();

    const answer = await post(body);

    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await answer.json()).toMatchObject({ status: 400, errors: [{ pointer }] });
    expect(bus.log.tail()).toBe(0);
  });

  it.each([
    ["is not JSON", "{oops", {}, 400],
    ["is empty", "", {}, 400],
    ["is text", "hello", { "content-type": "text/plain" }, 415],
    ["is a single CloudEvent", "{}", { "content-type": "application/cloudevents+json" }, 415],
    ["has a time that is none", '{"type":"A","data":{}}', { "ce-time": "noon" }, 400],
    ["has an id that cannot be decoded", '{"type":"A","data":{}}', { "ce-id": "%E0%A4" }, 400],
    ["is over 100 kB", JSON.stringify({ type: "A", data: { large } }), {}, 413],
    [
      "is nested without end",
      `{"type":"A","data":{"x":${"[".repeat(49_000)}${"]".repeat(49_000)}}}`,
      {},
      400,
    ],
    ["would go out over 100 kB", `{"type":"A","data":{"x":[${"1e20,".repeat(9000)}1]}}`, {}, 413],
    ["comes from a web page", '{"type":"A","data":{}}', { origin: "http://evil.example" }, 403],
  ])("when it %s", async (_, body, headers, status) => {
    const { post, bus } = await startTestBus();

    const answer = await post(body, headers);

    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(bus.log.tail()).toBe(0);
  });

  it("when a control character is in its type: a database would not give it back", async () => {
    const { post } = await startTestBus();

    expect((await post({ type: "A\u0000", data: {} })).status).toBe(400);
    expect((await post({ type: "\ud800", data: {} })).status).toBe(400);
  });

  it("as part of a batch, when it is too large by itself", async () => {
    const { post, bus } = await startTestBus();

    const answer = await post([cloudEvent("a"), cloudEvent("b", { large })], BATCH);

    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain("Event 1 is larger");
    expect(bus.log.tail()).toBe(0);
  });

  it("as part of a batch, with the place where it stands", async () => {
    const { post } = await startTestBus();

    const answer = await post([cloudEvent("a"), { ...cloudEvent("b"), type: 5 }], BATCH);

    expect(await answer.json()).toMatchObject({ errors: [{ pointer: "#/1/type" }] });
  });
});

describe("When the bus has a secret, an event is refused", () => {
  const body = JSON.stringify({ type: "A", data: {} });

  it.each([
    ["unsigned", {}],
    ["signed with another secret", sign("another secret, not ours", "a", body)],
    ["signed for another body", sign(SECRET, "a", "{}")],
    ["signed an hour ago", sign(SECRET, "a", body, new Date(Date.now() - 3_600_000))],
  ])("when it comes %s", async (_, headers) => {
    const { post, bus } = await startTestBus({ secret: SECRET });

    expect((await post(body, headers)).status).toBe(401);
    expect(bus.log.tail()).toBe(0);
  });

  it("and taken when it is signed", async () => {
    const { post } = await startTestBus({ secret: SECRET });

    expect((await post(body, sign(SECRET, "a", body))).status).toBe(200);
  });
});

describe("A web page in a browser", () => {
  const page = { headers: { origin: "http://evil.example" } };

  it.each(["/events", "/subscriptions", "/subscriptions/posts/parked"])(
    "may not read %s",
    async (path) => {
      const { url }: TestBus = await startTestBus({ subscribers: "posts=http://localhost:1" });

      expect((await fetch(url + path, page)).status).toBe(403);
    },
  );
});
