// The forms in which an event arrives: with headers from our bus, in a batch, or as the course's bare body.

import { readDelivery } from "@blog/common/wire/delivery";
import { describe, expect, it } from "vitest";

const json = { "content-type": "application/json" };
const batch = { "content-type": "application/cloudevents-batch+json; charset=utf-8" };
const post = { type: "PostCreated", data: { id: "1", title: "A" } };

const read = (headers: Record<string, string>, body: unknown) =>
  readDelivery((name) => headers[name], Buffer.from(JSON.stringify(body)));

describe("A delivery", () => {
  it("from our bus has the event's attributes and its position in the headers", () => {
    const headers = {
      ...json,
      "ce-specversion": "1.0",
      "ce-id": "event-8",
      "ce-source": "posts",
      "ce-time": "2026-11-21T10:00:00.000Z",
      "event-bus-log": "log-1",
      "event-bus-position": "8",
      "event-bus-previous": "5",
    };

    expect(read(headers, post)).toEqual({
      log: "log-1",
      previous: 5,
      events: [
        { id: "event-8", source: "posts", time: "2026-11-21T10:00:00.000Z", position: 8, ...post },
      ],
    });
  });

  it("in a batch has them in each element", () => {
    const event = { specversion: "1.0", id: "event-8", source: "posts", position: 8, ...post };

    expect(
      read({ ...batch, "event-bus-log": "log-1", "event-bus-previous": "7" }, [event]),
    ).toEqual({
      log: "log-1",
      previous: 7,
      events: [{ id: "event-8", source: "posts", position: 8, ...post }],
    });
  });

  it("may be empty: then it asks whether something is missing", () => {
    const delivery = read({ ...batch, "event-bus-log": "log-1", "event-bus-previous": "7" }, []);

    expect(delivery).toEqual({ log: "log-1", previous: 7, events: [] });
  });

  it("from a course bus is the bare body", () => {
    expect(read(json, post)).toEqual({ events: [post] });
  });

  it("leaves out fields of the envelope that are not known", () => {
    expect(read(json, { ...post, sender: "elsewhere" })).toEqual({ events: [post] });
  });

  it("of a parked event is marked as a redelivery", () => {
    const headers = { ...json, "event-bus-log": "log-1", "event-bus-redelivery": "true" };

    expect(read(headers, post)).toMatchObject({ redelivery: true });
  });
});

describe("A delivery is refused", () => {
  it.each([
    ["its media type is unknown", 415, { "content-type": "text/plain" }, post],
    ["it has no media type", 415, {}, post],
    ["the event has no data", 400, json, { type: "PostCreated" }],
    ["the data is no object", 400, json, { type: "PostCreated", data: [] }],
    ["the data is null", 400, json, { type: "PostCreated", data: null }],
    ["the event has no type", 400, json, { data: {} }],
    ["the type is empty", 400, json, { type: "", data: {} }],
    ["it is no event at all", 400, json, null],
    ["a batch is no array", 400, batch, post],
    ["an element of a batch has no id", 400, batch, [{ specversion: "1.0", source: "x", ...post }]],
    ["its position is no number", 400, { ...json, "event-bus-position": "eight" }, post],
    ["its position is negative", 400, { ...json, "event-bus-position": "-1" }, post],
    [
      "what came before it is no position",
      400,
      { ...json, "event-bus-log": "l", "event-bus-previous": "x" },
      post,
    ],
  ])("when %s", (_reason, status, headers, body) => {
    expect(() => read(headers, body)).toThrow(expect.objectContaining({ status }));
  });

  it("when it is not JSON", () => {
    const reading = () =>
      readDelivery(
        (name) => (name === "content-type" ? "application/json" : undefined),
        Buffer.from("{"),
      );

    expect(reading).toThrow(expect.objectContaining({ status: 400 }));
  });
});

describe("The position that a delivery follows", () => {
  const body = Buffer.from('{"type":"T","data":{}}');
  const readWith = (headers: Record<string, string>) => {
    const all: Record<string, string> = { "content-type": "application/json", ...headers };
    return readDelivery((name) => all[name], body);
  };

  it("has a checksum, and what the bus has confirmed or not found", () => {
    expect(
      readWith({
        "event-bus-log": "log-1",
        "event-bus-previous": "6",
        "event-bus-previous-checksum": "0a0b0c0d",
        "event-bus-position": "7",
        "event-bus-checksum": "00000000",
        "event-bus-confirmed": "9-9ae0daaf",
        "event-bus-start-over": "12-9ae0daaf",
      }),
    ).toEqual({
      log: "log-1",
      previous: 6,
      previousChecksum: "0a0b0c0d",
      confirmed: { position: 9, checksum: "9ae0daaf" },
      resetFrom: { position: 12, checksum: "9ae0daaf" },
      events: [{ type: "T", data: {}, position: 7, checksum: "00000000" }],
    });
  });

  it.each([
    ["event-bus-checksum", "no"],
    ["event-bus-previous-checksum", "9AE0DAAF"],
    ["event-bus-confirmed", "12"],
    ["event-bus-start-over", "12-9ae0daaf0"],
  ])("is refused with %s: %s", (name, value) => {
    expect(() => readWith({ "event-bus-log": "log-1", [name]: value })).toThrow(name);
  });
});
