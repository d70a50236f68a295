// Spans: none without somebody who wants them; with one, each knows its parent, and a trace is never lost.

import { currentCause } from "@blog/common/messaging/cause";
import { traceHandling, tracePublishing } from "@blog/common/observability/event-spans";
import { handle } from "@blog/common/messaging/handlers";
import { createService } from "@blog/common/http/service";
import {
  exportSpansTo,
  type FinishedSpan,
  inSpans,
  startSpan,
} from "@blog/common/observability/trace";
import request from "supertest";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemoryBus } from "./memory-bus.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`;
const parent = { name: "work", kind: "consumer", parent: traceparent } as const;

const spans: FinishedSpan[] = [];
beforeEach(() => exportSpansTo((span) => spans.push(span)));
afterEach(() => {
  exportSpansTo(undefined);
  spans.length = 0;
});

describe("A span", () => {
  it("belongs to the trace of its parent, and has a name that it hands on", () => {
    const span = startSpan(parent);
    span?.end();

    const [, traceId, spanId] = span?.traceparent.split("-") ?? [];
    expect(traceId).toBe(TRACE);
    expect(spans).toMatchObject([{ traceId, spanId, parentSpanId: "00f067aa0ba902b7" }]);
    expect(spans[0]!.endMs).toBeGreaterThanOrEqual(spans[0]!.startMs);
  });

  it.each([undefined, "nonsense"])("begins a trace when there is none (%s)", (none) => {
    startSpan({ ...parent, parent: none })?.end();

    expect(spans[0]?.traceId).toMatch(/^[\da-f]{32}$/);
    expect(spans[0]).not.toHaveProperty("parentSpanId");
  });

  it("is not made when its trace is not to be recorded, or when nobody wants to know", () => {
    expect(startSpan({ ...parent, parent: traceparent.replace(/01$/, "00") })).toBeUndefined();

    exportSpansTo(undefined);
    expect(startSpan(parent)).toBeUndefined();
  });

  it("says why its work has failed", async () => {
    await inSpans([parent], () => Promise.reject(new Error("no disk"))).catch(() => {});
    await inSpans(
      [parent],
      () => 503,
      (status) => `answered ${status}`,
    );

    expect(spans.map(({ failure }) => failure)).toEqual(["Error: no disk", "answered 503"]);
  });
});

describe("What a service does", () => {
  it("for a request is a child of the request, which is a child of the caller", async () => {
    let seen: string | undefined;
    const { app } = createService("toy", {
      routes(routes) {
        routes.get("/toys/:id", (req, res) => {
          seen = currentCause().traceparent;
          res.status(Number(req.params.id)).end();
        });
      },
    });

    await request(app).get("/toys/204").set({ traceparent });
    await request(app).get("/toys/500").set({ traceparent });
    await request(app).get("/healthz").set({ traceparent });

    expect(spans).toMatchObject([
      {
        name: "GET /toys/:id",
        kind: "server",
        parentSpanId: "00f067aa0ba902b7",
        attributes: { "http.route": "/toys/:id", "http.response.status_code": 204 },
      },
      { failure: "answered 500" },
    ]);
    expect(seen).toBe(`00-${TRACE}-${spans[1]?.spanId}-01`);
  });

  it("because of an event is a child of it, and what it says is a child of that", async () => {
    const event = { id: "1", type: "PostCreated", data: { id: "p", title: "A" }, traceparent };
    let said: string | undefined;

    const handlers = { PostCreated: () => void (said = currentCause().traceparent) };
    const inbox = traceHandling({
      async receive({ events }) {
        for (const each of events) await handle(handlers, each, undefined);
        return "done";
      },
    });
    await inbox.receive({ events: [event] });

    expect(spans).toMatchObject([{ name: "handle PostCreated", kind: "consumer" }]);
    expect(said).toBe(`00-${TRACE}-${spans[0]?.spanId}-01`);
  });

  it("to publish is a child of each event", async () => {
    const event = {
      id: "1",
      type: "PostCreated",
      source: "posts",
      time: "",
      data: {},
      traceparent,
    };

    await tracePublishing(createMemoryBus()).publish([event, { ...event, id: "2" }]);

    expect(spans.map(({ attributes }) => attributes?.["messaging.message.id"])).toEqual(["1", "2"]);
    expect(spans).toMatchObject([{ name: "publish PostCreated", kind: "producer" }, {}]);
  });

  it("hands a trace on as it is when nobody wants spans", async () => {
    exportSpansTo(undefined);
    const event = { id: "1", type: "PostCreated", data: { id: "p", title: "A" }, traceparent };
    let said: string | undefined;

    const handlers = { PostCreated: () => void (said = currentCause().traceparent) };
    const inbox = traceHandling({
      async receive({ events }) {
        for (const each of events) await handle(handlers, each, undefined);
        return "done";
      },
    });
    await inbox.receive({ events: [event] });

    expect(said).toBe(traceparent);
  });
});
