// POST /events of the bus, whatever transport a request comes by: a publisher sees no difference.

import { createFrameClient } from "@blog/common/speed/frame-client";
import { FRAMES } from "@blog/common/speed/frames";
import { describe, expect, it, onTestFinished } from "vitest";
import { BATCH, cloudEvent, startTestBus } from "./test-bus.ts";

// Each is published three times: as it is nearly always written, with a parameter of the media type, and as a frame.
const JSON_TYPE = "application/json";
const BATCH_TYPE = BATCH["content-type"];
const PUBLISHED = [
  { what: "an event", type: JSON_TYPE, body: { type: "T", data: { text: "Grüße" } } },
  { what: "a batch", type: BATCH_TYPE, body: [cloudEvent("a"), cloudEvent("b")] },
  { what: "nothing", type: JSON_TYPE, body: "" },
  { what: "half an event", type: JSON_TYPE, body: '{"type":"T","data":{' },
  { what: "an event without a type", type: JSON_TYPE, body: { data: {} } },
  { what: "a batch with a bad one", type: BATCH_TYPE, body: [cloudEvent("a"), { id: 1 }] },
  { what: "too much", type: JSON_TYPE, body: { type: "T", data: { x: "x".repeat(110_000) } } },
  { what: "an event from a web page", type: JSON_TYPE, origin: "https://a.test", body: {} },
];

describe("The answer is the same over all transports", () => {
  it.each(PUBLISHED)("to $what", async ({ type, body, origin }) => {
    const headers = { ...(origin && { origin }) };
    const [one, other] = [await startTestBus(), await startTestBus()];

    const plain = await one.post(body, { ...headers, "content-type": type });
    const withParameter = await other.post(body, {
      ...headers,
      "content-type": `${type}; charset=utf-8`,
    });

    expect(plain.status).toBe(withParameter.status);
    const plainText = await plain.text();
    expect(plainText).toBe(await withParameter.text());
    expect(namedHeaders(plain)).toEqual(namedHeaders(withParameter));
    expect(one.bus.log.tail()).toBe(other.bus.log.tail());
    // A page cannot send frames: the connection is not made.
    if (origin) return;
    const third = await startTestBus();
    const client = await openFrames(third.url);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const framed = await client.ask({ "content-type": type }, text);
    expect(framed.status).toBe(plain.status);
    expect(framed.header("event-bus-position")).toBe(
      plain.headers.get("event-bus-position") ?? undefined,
    );
    expect(framed.text).toBe(plainText);
    expect(third.bus.log.tail()).toBe(one.bus.log.tail());
  });
});

describe("The endpoint", () => {
  it("refuses an id that names another event, in words", async () => {
    const { post, publish, bus } = await startTestBus();
    await publish("A", {}, "one");

    const refused = await post({ type: "B", data: {} }, { "ce-id": "one" });

    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("one") });
    expect(bus.log.tail()).toBe(1);
  });

  it("counts requests like all others", async () => {
    const { publish, post, url } = await startTestBus();
    await publish("A");
    await post("no JSON");

    const metrics = await (await fetch(`${url}/metrics`)).text();

    const counts =
      /http_request_duration_seconds_count\{method="POST",route="\/events",status="(\d+)"\} (\d+)/g;
    const found = [...metrics.matchAll(counts)].map(([, status, count]) => `${status}: ${count}`);
    expect(found.toSorted()).toEqual(["200: 1", "400: 1"]);
  });
});

async function openFrames(url: string) {
  const client = createFrameClient(`${url}/events`, 5000);
  onTestFinished(client.close);
  client.consider(() => FRAMES);
  await expect.poll(client.isOpen, { interval: 2 }).toBe(true);
  return client;
}

function namedHeaders({ headers }: Response): Record<string, string> {
  const { date: _, ...others } = Object.fromEntries(headers);
  return others;
}
