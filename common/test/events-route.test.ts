// POST /events of a service: only the bus may deliver there.

import { sign } from "@blog/common/wire/signature";
import { signDelivery } from "@blog/common/wire/signed-delivery";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createToyService } from "./toy-service.ts";

const event = { type: "PostCreated", data: { id: "1", title: "A" } };

describe("An event that is delivered", () => {
  it("is answered as the course does, and with what else is understood here", async () => {
    const { app, received } = createToyService();

    await request(app)
      .post("/events")
      .send(event)
      .expect(200, {})
      .expect("event-bus-accepts", "batch");

    expect(received).toEqual([{ events: [event] }]);
  });

  it("is answered with where to resume when something before it is missing", async () => {
    const { app } = createToyService({ resumeAfter: 41 });

    await request(app)
      .post("/events")
      .set({ "event-bus-log": "log-1", "event-bus-previous": "50", "event-bus-position": "51" })
      .send(event)
      .expect(409)
      .expect("event-bus-resume-after", "41")
      .expect("event-bus-accepts", "batch");
  });

  it("may be a batch of several megabytes", async () => {
    const { app, received } = createToyService();
    const data = { id: "1", title: "x".repeat(90_000) };
    const batch = Array.from({ length: 50 }, (_, index) => ({
      specversion: "1.0",
      id: `event-${index}`,
      source: "posts",
      position: index + 1,
      type: "PostCreated",
      data,
    }));

    await request(app)
      .post("/events")
      .type("application/cloudevents-batch+json")
      .send(JSON.stringify(batch))
      .expect(200);

    expect(received[0]?.events).toHaveLength(50);
  });

  it.each([
    [415, "text/plain", "hello"],
    [400, "application/json", "{"],
    [400, "application/json", ""],
    [413, "application/json", "x".repeat(9_000_000)],
  ])("is refused with %i as %s", async (status, type, body) => {
    const { app, received } = createToyService();

    const answer = await request(app).post("/events").type(type).send(body);

    expect(answer.status).toBe(status);
    expect(answer.type).toBe("application/problem+json");
    expect(received).toEqual([]);
  });
});

describe("A web page", () => {
  it("cannot deliver an event", async () => {
    const { app, received } = createToyService();

    const answer = await request(app).post("/events").set("Origin", "http://posts.com").send(event);

    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    expect(received).toEqual([]);
  });

  it("gets no permission to try", async () => {
    const { app } = createToyService();

    const answer = await request(app)
      .options("/events")
      .set("Origin", "http://posts.com")
      .set("Access-Control-Request-Method", "POST");

    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
  });
});

describe("With a secret set", () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const body = JSON.stringify(event);
  const headers = { "content-type": "application/json" };
  const signed = signDelivery(secret, { id: "event-1", headers, body });
  const deliver = (given: Record<string, string>, text = body) => {
    const { app, received } = createToyService({ secret });
    const answer = request(app).post("/events").type("json").set(given).send(text);
    return { answer, received };
  };

  it("a signed event is taken", async () => {
    const { answer, received } = deliver(signed);

    await answer.expect(200);
    expect(received).toHaveLength(1);
  });

  it.each([
    ["not signed", {}],
    ["signed for another body", sign(secret, "event-1", body.replace("A", "B"))],
    ["signed without its headers", sign(secret, "event-1", body)],
    ["given another position", { ...signed, "event-bus-position": "7" }],
  ])("an event that is %s is refused with 401", async (_what, given) => {
    const { answer, received } = deliver(given);

    await answer.expect(401);
    expect(received).toEqual([]);
  });
});
