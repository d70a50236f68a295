// One comment, followed from the browser's click to the last handler: through HTTP, outbox, bus and handlers, in processes
// that share nothing but the trace.

import { beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../json-http.ts";
import { type Blog, startBlog } from "./blog.ts";
import { type CollectedSpan, type Collector, startCollector } from "./collector.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER = "00f067aa0ba902b7";

let blog: Blog;
let collector: Collector;

beforeAll(async () => {
  collector = await startCollector();
  blog = await startBlog({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: "api-key=abc%20d",
    },
  });
});

/** `posts: publish PostCreated`, below what it is a child of. */
function describeSpan({ service, name }: CollectedSpan): string {
  return `${service}: ${name}`;
}

function childrenOf(parent: string): string[] {
  const children = collector.spans.filter(({ parentSpanId }) => parentSpanId === parent);
  return children.map(describeSpan).toSorted();
}

function find(description: string): CollectedSpan {
  const ofTrace = collector.spans.filter(({ traceId }) => traceId === TRACE);
  const span = ofTrace.find((each) => describeSpan(each) === description);
  expect(span, description).toBeDefined();
  return span!;
}

describe("A comment", () => {
  it("is one trace, from the browser to the last one who hears of it", async () => {
    const { body } = await post(`${blog.urls.client}/posts`, { title: "Traced" });
    await vi.waitFor(() => {
      expect(collector.spans.map(describeSpan)).toContain("comments: handle PostCreated");
    }, 20_000);
    const headers = {
      "content-type": "application/json",
      traceparent: `00-${TRACE}-${CALLER}-01`,
    };
    const address = `${blog.urls.client}/posts/${body.id}/comments`;
    await fetch(address, { method: "POST", headers, body: '{"content":"Follow me"}' });

    // Each service sends its spans when it comes to it.
    await vi.waitFor(() => {
      find("query: handle CommentUpdated");
      find("event-bus: deliver CommentUpdated");
      expect(childrenOf(CALLER)).toEqual(["client: POST other"]);
      const gateway = find("client: POST other");
      expect(childrenOf(gateway.spanId)).toEqual(["comments: POST /posts/:id/comments"]);
      const said = childrenOf(find("comments: POST /posts/:id/comments").spanId);
      expect(new Set(said)).toEqual(
        new Set([
          "comments: publish CommentCreated",
          "event-bus: deliver CommentCreated",
          "comments: handle CommentCreated",
          "moderation: handle CommentCreated",
          "query: handle CommentCreated",
        ]),
      );
      expect(childrenOf(find("moderation: handle CommentCreated").spanId)).toContain(
        "comments: handle CommentModerated",
      );
      expect(childrenOf(find("comments: handle CommentModerated").spanId)).toContain(
        "query: handle CommentUpdated",
      );
    }, 20_000);
  });

  it("is told in the collector's language, and to the right one", () => {
    expect(collector.mistakes).toEqual([]);
    expect(collector.headers[0]).toMatchObject({ "api-key": "abc d" });
    for (const { startTimeUnixNano, endTimeUnixNano } of collector.spans)
      expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true);
  });

  it("is not recorded when its caller has decided against it", async () => {
    const unsampled = "00-00000000000000000000000000000abc-00f067aa0ba902b7-00";
    const headers = { "content-type": "application/json", traceparent: unsampled };
    const created = await fetch(`${blog.urls.posts}/posts`, {
      method: "POST",
      headers,
      body: '{"title":"Unseen"}',
    });
    const { id } = (await created.json()) as { id: string };
    await vi.waitFor(async () => {
      expect((await get(`${blog.urls.query}/posts/${id}`)).status).toBe(200);
    }, 20_000);
    // What is said later is exported later: it tells that the unseen one would have been exported by now.
    const { body } = await post(`${blog.urls.posts}/posts`, { title: "Seen" });
    await vi.waitFor(() => {
      const published = collector.spans.filter(({ name }) => name === "publish PostCreated");
      expect(published).toHaveLength(2);
    }, 20_000);

    expect(body.title).toBe("Seen");
    expect(collector.spans.map(({ traceId }) => traceId)).not.toContain(unsampled.split("-")[1]);
  });
});

describe("A collector that is away", () => {
  it("keeps nobody from working, and is said once", async () => {
    const lonely = await startBlog({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:1" },
      only: ["event-bus", "posts"],
    });

    for (const title of ["One", "Two"])
      expect((await post(`${lonely.urls.posts}/posts`, { title })).status).toBe(201);

    await vi.waitFor(() => {
      const lines = lonely.lines("posts").filter((line) => line.includes("cannot export spans"));
      expect(lines).toHaveLength(1);
    }, 20_000);
    await lonely.stop();
  });
});
