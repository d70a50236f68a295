// POST /events of a service, whatever transport a delivery comes by: the bus sees no difference.

import { overFrames } from "@blog/common/speed/over-frames";
import { signDelivery } from "@blog/common/wire/signed-delivery";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createToyService } from "./toy-service.ts";

const event = { type: "PostCreated", data: { id: "1", title: "Grüße" } };
const cloudEvent = { specversion: "1.0", id: "event-1", source: "posts", position: 51, ...event };
const SECRET = `whsec_${Buffer.from("a secret for this test only").toString("base64")}`;

// Each is sent three times: as the bus sends it, with a parameter of the media type, and as a frame.
const JSON_TYPE = "application/json";
const BATCH_TYPE = "application/cloudevents-batch+json";
const place = { "event-bus-log": "log-1", "event-bus-previous": "50" };
const DELIVERED = [
  { what: "an event of the course", type: JSON_TYPE, body: event, headers: {} },
  { what: "an event with its place", type: JSON_TYPE, body: event, headers: place },
  { what: "a batch", type: BATCH_TYPE, body: [cloudEvent], headers: place },
  { what: "an empty batch", type: BATCH_TYPE, body: [], headers: place },
  { what: "nothing", type: JSON_TYPE, body: "", headers: {} },
  { what: "half an event", type: JSON_TYPE, body: '{"type":"PostC', headers: {} },
  { what: "a batch of something else", type: BATCH_TYPE, body: [{ id: 1 }], headers: place },
  { what: "a wrong place", type: JSON_TYPE, body: event, headers: { ...place, "ce-id": "%" } },
  { what: "too much", type: JSON_TYPE, body: "x".repeat(9_000_000), headers: {} },
  { what: "from a web page", type: JSON_TYPE, body: event, headers: { Origin: "http://a.test" } },
];

describe.each([
  ["that takes them", {}],
  ["that is elsewhere", { resumeAfter: 41 }],
  ["that takes only what is signed", { secret: SECRET }],
])("Of a service %s, the answer is the same over all transports", (_kind, options) => {
  it.each(DELIVERED)("to $what", async ({ type, body, headers }) => {
    const [one, other] = [createToyService(options), createToyService(options)];
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const headersAs = (mediaType: string) => {
      const all = { ...headers, "content-type": mediaType };
      return { ...all, ...signDelivery(SECRET, { id: "event-1", headers: all, body: text }) };
    };
    const deliver = ({ app }: typeof one, as: string) =>
      request(app).post("/events").set(headersAs(as)).send(text);

    const plain = await deliver(one, type);
    const withParameter = await deliver(other, `${type}; charset=utf-8`);

    expect(named(plain)).toEqual(named(withParameter));
    expect(one.received).toEqual(other.received);
    // A page cannot send frames: the connection is not made.
    if ("Origin" in headers) return;
    const third = createToyService(options);
    const { head, body: answer } = await overFrames(third.endpoint!).answer({
      head: headersAs(type),
      body: Buffer.from(text),
    });
    expect(Number(head[":status"])).toBe(plain.status);
    expect(answer).toBe(plain.text);
    expect(plain.headers).toMatchObject(withoutStatus(head));
    expect(third.received).toEqual(one.received);
  });
});

describe("The endpoint", () => {
  it("refuses a web page before it looks at what the page has sent", async () => {
    const { app, received } = createToyService();

    const page = request(app).post("/events").set({ Origin: "http://a.test" });
    const answer = await page.type("text/plain").send("anything");

    expect(answer.status).toBe(403);
    expect(received).toEqual([]);
  });

  it("counts deliveries like all other requests", async () => {
    const { app } = createToyService();
    await request(app).post("/events").send(event);
    await request(app).post("/events").type(JSON_TYPE).send("{");

    const { text } = await request(app).get("/metrics");

    const counts = /seconds_count\{method="POST",route="\/events",status="(\d+)"\} (\d+)/g;
    const found = [...text.matchAll(counts)].map(([, status, times]) => `${status}: ${times}`);
    expect(found.toSorted()).toEqual(["200: 1", "400: 1"]);
  });

  it("hands a delivery that has failed to the inbox once", async () => {
    const { app, received } = createToyService({ resumeAfter: 41 });

    await request(app).post("/events").set(place).send(event).expect(409);

    expect(received).toHaveLength(1);
  });
});

function withoutStatus({ ":status": _, ...headers }: Record<string, string>) {
  return headers;
}

function named({ status, text, headers }: request.Response) {
  const { date: _, ...others } = headers as Record<string, string>;
  return { status, text, headers: others };
}
