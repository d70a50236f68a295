// What POST /events promises once it has answered 200.

import { describe, expect, it } from "vitest";
import { BATCH, cloudEvent, startTestBus } from "./test-bus.ts";

describe("When an event is posted", () => {
  it("is answered as the course's bus does, and with its position", async () => {
    const { post } = await startTestBus();

    const first = await post({ type: "PostCreated", data: { id: "1" } });
    const second = await post({ type: "PostCreated", data: { id: "2" } });

    expect(await first.json()).toEqual({ status: "OK" });
    expect(first.headers.get("event-bus-position")).toBe("1");
    expect(second.headers.get("event-bus-position")).toBe("2");
  });

  it("is still there when the process dies right after the answer", async () => {
    const { publish, restart } = await startTestBus();
    await publish("PostCreated", { id: "1", title: "Still here" });

    const { url } = await restart();

    const log = await (await fetch(`${url}/events`)).json();
    expect(log).toEqual([{ type: "PostCreated", data: { id: "1", title: "Still here" } }]);
  });

  it("is given an id and a time if it has none", async () => {
    const { post, bus } = await startTestBus();

    await post({ type: "PostCreated", data: {} });

    const [event] = bus.log.read(0, 1);
    expect(event?.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(event?.attributes ?? "")).toMatchObject({
      source: "unknown",
      time: expect.stringMatching(/^\d{4}-/),
    });
  });

  it("keeps the attributes that its sender gave it", async () => {
    const { post, url } = await startTestBus();
    const headers = {
      "ce-id": "one%20and%20only",
      "ce-source": "posts",
      "ce-time": "2026-11-21T12:00:00Z",
      "ce-correlationid": "c",
      "ce-causationid": "b",
      traceparent: "00-a-b-01",
    };

    await post({ type: "PostCreated", data: {} }, headers);

    const lines = await fetch(`${url}/events`, { headers: { accept: "application/x-ndjson" } });
    expect(await lines.json()).toEqual({
      specversion: "1.0",
      position: 1,
      checksum: expect.stringMatching(/^[0-9a-f]{8}$/),
      id: "one and only",
      type: "PostCreated",
      source: "posts",
      time: "2026-11-21T12:00:00Z",
      correlationid: "c",
      causationid: "b",
      traceparent: "00-a-b-01",
      data: {},
    });
  });
});

describe("When an event is posted again", () => {
  it("has the position it had, if nothing about it is new", async () => {
    const { post, bus } = await startTestBus();
    await post({ type: "A", data: { x: 1, y: 2 } }, { "ce-id": "a" });
    await post({ type: "B", data: {} }, { "ce-id": "b" });

    const again = await post({ data: { y: 2, x: 1 }, type: "A" }, { "ce-id": "a" });

    expect(again.status).toBe(200);
    expect(again.headers.get("event-bus-position")).toBe("1");
    expect(bus.log.tail()).toBe(2);
  });

  it.each([
    ["other data", { type: "A", data: { x: 2 } }],
    ["another type", { type: "B", data: { x: 1 } }],
    ["another envelope", { type: "A", data: { x: 1 }, version: 2 }],
  ])("is refused with 422 if the same id comes with %s", async (_, body) => {
    const { post, bus } = await startTestBus();
    await post({ type: "A", data: { x: 1 } }, { "ce-id": "a" });

    const answer = await post(body, { "ce-id": "a" });

    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("a names another event");
    expect(bus.log.tail()).toBe(1);
  });
});

describe("A batch", () => {
  it("is appended in its order", async () => {
    const { post, bus } = await startTestBus();

    const answer = await post([cloudEvent("a"), cloudEvent("b"), cloudEvent("c")], BATCH);

    expect(answer.headers.get("event-bus-position")).toBe("3");
    expect(bus.log.read(0, 10).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  it("is appended once when it is sent twice, wherever the first try broke", async () => {
    const { post, bus } = await startTestBus();
    await post([cloudEvent("a"), cloudEvent("b")], BATCH);

    const again = await post([cloudEvent("a"), cloudEvent("b"), cloudEvent("c")], BATCH);

    expect(again.status).toBe(200);
    expect(bus.log.read(0, 10).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  it("is refused as a whole when one of it is refused", async () => {
    const { post, bus } = await startTestBus();
    await post([cloudEvent("b", { version: 1 })], BATCH);

    const answer = await post([cloudEvent("a"), cloudEvent("b", { version: 2 })], BATCH);

    expect(answer.status).toBe(422);
    expect(bus.log.tail()).toBe(1);
  });

  it("may not give one id to two events", async () => {
    const { post, bus } = await startTestBus();

    const answer = await post([cloudEvent("a", { x: 1 }), cloudEvent("a", { x: 2 })], BATCH);

    expect(answer.status).toBe(422);
    expect(bus.log.tail()).toBe(0);
  });
});
