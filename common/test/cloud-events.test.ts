// CloudEvents 1.0, binary mode: what stands in the headers of an event, and back.

import { fromHeaders, toCloudEvent, toHeaders } from "@blog/common/wire/cloud-events";
import { describe, expect, it } from "vitest";

const attributes = {
  id: "event-1",
  source: "posts",
  time: "2026-11-21T10:00:00.000Z",
  correlationid: "event-0",
  causationid: "event-0",
  traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
};

const read = (headers: Record<string, string>) => fromHeaders((name) => headers[name]);

describe("The headers of an event", () => {
  it("are the CloudEvents attributes with their prefix, and traceparent as it is", () => {
    const headers = toHeaders({ ...attributes, type: "PostCreated" });

    expect(headers).toEqual({
      "ce-specversion": "1.0",
      "ce-type": "PostCreated",
      "ce-id": "event-1",
      "ce-source": "posts",
      "ce-time": "2026-11-21T10:00:00.000Z",
      "ce-correlationid": "event-0",
      "ce-causationid": "event-0",
      traceparent: attributes.traceparent,
    });
  });

  it("leave out what is not known", () => {
    const { id, source, time } = attributes;

    const headers = toHeaders({ id, source, time, type: "PostCreated" });

    expect(Object.keys(headers)).toEqual(
      expect.not.arrayContaining(["ce-correlationid", "ce-causationid", "traceparent"]),
    );
  });

  it("give the attributes back", () => {
    expect(read(toHeaders({ ...attributes, type: "PostCreated" }))).toEqual(attributes);
    expect(read({})).toEqual({});
  });

  // The example of the HTTP binding, section 3.1.3.2.
  it("are percent-encoded where HTTP cannot carry them", () => {
    const headers = toHeaders({ ...attributes, type: "x", source: "Euro € 😀" });

    expect(headers["ce-source"]).toBe("Euro%20%E2%82%AC%20%F0%9F%98%80");
    expect(read(headers).source).toBe("Euro € 😀");
  });

  it.each(['"quoted"', "100 %", "%41", "日本語"])("carry %j and give it back", (id) => {
    const headers = toHeaders({ ...attributes, id, type: "x" });

    expect(headers["ce-id"]).toMatch(/^[\x21-\x7e]+$/);
    expect(read(headers).id).toBe(id);
  });

  it.each([
    ["percent-encoding", { "ce-id": "%zz" }, "ce-id"],
    ["time", { "ce-time": "yesterday" }, "ce-time"],
    ["line end", { "ce-id": "a%0D%0Aset-cookie: b" }, "ce-id"],
    ["length", { "ce-source": "x".repeat(300) }, "ce-source"],
    ["trace", { traceparent: "" }, "traceparent"],
  ])("with a wrong %s are refused by name", (_what, headers, name) => {
    expect(() => read(headers)).toThrow(
      expect.objectContaining({ status: 400, message: expect.stringContaining(`header ${name}:`) }),
    );
  });
});

describe("An element of a batch", () => {
  it("carries type and data beside the attributes", () => {
    const event = toCloudEvent({ ...attributes, type: "PostCreated", data: { id: "1" } });

    expect(event).toEqual({
      specversion: "1.0",
      ...attributes,
      type: "PostCreated",
      data: { id: "1" },
    });
  });
});
