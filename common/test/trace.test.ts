// Spans: each knows its parent, and a trace is never lost, whether spans are made or not.

import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { contracts } from "@blog/common/events";
import { createService } from "@blog/common/http/service";
import { currentCause } from "@blog/common/messaging/cause";
import { handle } from "@blog/common/messaging/handlers";
import { traceHandling, tracePublishing } from "@blog/common/observability/event-spans";
import { traceRequests } from "@blog/common/observability/request-spans";
import type { Inbox } from "@blog/common/wire/delivery";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { recordSpans } from "../../tests/kit/recorded-spans.ts";
import { createMemoryBus } from "./memory-bus.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`;
const unsampled = traceparent.replace(/01$/, "00");

const exporter = recordSpans();
const spans = () => exporter.getFinishedSpans();

const instrumentation = {
  requests: traceRequests,
  inbox: traceHandling,
  bus: tracePublishing,
  stop: async () => {},
};

/** GET /toys/:id answers with the status `id`, and the traceparent that its events would have. */
function createToys() {
  const { app } = createService("toy", {
    instrumentation,
    routes(routes) {
      routes.get("/toys/:id", (req, res) => {
        res.status(Number(req.params.id)).send(currentCause());
      });
    },
    fastRoutes(routes) {
      routes.get("/toys/202", (_req, res) => void res.status(202).end());
    },
  });
  return app;
}

/** An inbox, and the traceparent that the events of its handler would have. */
function createInbox() {
  const seen: (string | undefined)[] = [];
  const handlers = { PostCreated: () => void seen.push(currentCause().traceparent) };
  const inbox = traceHandling<Inbox>({
    async receive({ events }, note) {
      for (const event of events) {
        note?.(event.type === "PostCreated" ? "applied" : "ignored");
        await handle(contracts, handlers, event, undefined);
      }
      return "done";
    },
  });
  return { inbox, seen };
}

const postCreated = { id: "1", type: "PostCreated", data: { id: "p", title: "A" } };

describe("A request", () => {
  it("is a child of its caller's span, and what is published for it is a child of the request", async () => {
    const { body } = await request(createToys()).get("/toys/200").set({ traceparent });

    const [span] = spans();
    expect(span).toMatchObject({
      name: "GET /toys/:id",
      kind: SpanKind.SERVER,
      parentSpanContext: { traceId: TRACE, spanId: "00f067aa0ba902b7" },
      attributes: {
        "http.request.method": "GET",
        "url.path": "/toys/200",
        "http.route": "/toys/:id",
        "http.response.status_code": 200,
      },
      status: { code: SpanStatusCode.UNSET },
    });
    expect(body.traceparent).toBe(`00-${TRACE}-${span?.spanContext().spanId}-01`);
  });

  it.each([{}, { traceparent: "nonsense" }])("begins a trace without one (%j)", async (headers) => {
    const { body } = await request(createToys()).get("/toys/200").set(headers);

    const { traceId, spanId } = spans()[0]!.spanContext();
    expect(spans()[0]?.parentSpanContext).toBeUndefined();
    expect(body.traceparent).toBe(`00-${traceId}-${spanId}-01`);
  });

  it("has failed when its status is an error", async () => {
    await request(createToys()).get("/toys/500");

    const status = { code: SpanStatusCode.ERROR, message: "answered 500" };
    expect(spans()).toMatchObject([{ status }]);
  });

  it("takes the standard path, because the fast one has no spans", async () => {
    await request(createToys()).get("/toys/202");

    expect(spans()).toMatchObject([{ name: "GET /toys/:id" }]);
  });

  it("of a machine has no span", async () => {
    await request(createToys()).get("/healthz");

    expect(spans()).toEqual([]);
  });

  it("is not recorded when its caller has decided against it, and nor is what follows", async () => {
    const { body } = await request(createToys()).get("/toys/200").set({ traceparent: unsampled });

    expect(spans()).toEqual([]);
    expect(body.traceparent).toMatch(new RegExp(`^00-${TRACE}-[\\da-f]{16}-00$`));
  });
});

describe("An event that is handled", () => {
  it("is a child of its cause, and what is published because of it is a child of that", async () => {
    const { inbox, seen } = createInbox();

    await inbox.receive({ events: [{ ...postCreated, traceparent, position: 7 }] });

    const [span] = spans();
    expect(span).toMatchObject({
      name: "handle PostCreated",
      kind: SpanKind.CONSUMER,
      parentSpanContext: { spanId: "00f067aa0ba902b7" },
      attributes: {
        "messaging.operation.name": "handle",
        "messaging.destination.name": "PostCreated",
        "messaging.message.id": "1",
        "event_bus.position": 7,
      },
    });
    expect(seen).toEqual([`00-${TRACE}-${span?.spanContext().spanId}-01`]);
  });

  it("has no span when it was ignored, or carries no trace", async () => {
    const { inbox, seen } = createInbox();

    await inbox.receive({ events: [{ ...postCreated, type: "Unknown", traceparent }] });
    await inbox.receive({ events: [postCreated] });

    expect(spans()).toEqual([]);
    expect(seen).toEqual([undefined]);
  });

  it("names the reason when it fails", async () => {
    const inbox = traceHandling<Inbox>({ receive: () => Promise.reject(new Error("no disk")) });

    await inbox.receive({ events: [{ ...postCreated, traceparent }] }).catch(() => {});

    const status = { code: SpanStatusCode.ERROR, message: "Error: no disk" };
    expect(spans()).toMatchObject([{ status }]);
  });
});

it("To publish is a child of each event", async () => {
  const event = { ...postCreated, source: "posts", time: "", traceparent };

  await tracePublishing(createMemoryBus()).publish([event, { ...event, id: "2" }]);

  expect(spans().map(({ attributes }) => attributes["messaging.message.id"])).toEqual(["1", "2"]);
  expect(spans()).toMatchObject([{ name: "publish PostCreated", kind: SpanKind.PRODUCER }, {}]);
});
