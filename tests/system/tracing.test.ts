// One comment, followed from the browser's click to the last handler: through HTTP, outbox, bus and handlers, in processes
// that share nothing but the trace.

import { createServer } from "node:http";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { stopAfterFile } from "../kit/after-file.ts";
import { type Blog, startBlog } from "../kit/blog.ts";
import { get, post } from "../kit/json-http.ts";
import { type Listening, serve } from "../kit/serve.ts";
import { type CollectedSpan, type Collector, startCollector } from "./collector.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER = "00f067aa0ba902b7";

let blog: Blog;
let collector: Collector;
// Takes connections, and never answers.
let silent: Listening;

beforeAll(async () => {
  collector = await startCollector();
  silent = await serve(createServer(() => {}));
  stopAfterFile(silent.stop);
  blog = await startBlog({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: "api-key=abc%20d",
      OTEL_BSP_SCHEDULE_DELAY: "200",
    },
  });
});

/** The posts service alone, before a bus in this process: it starts and stops in a third of the time. */
async function startPosts(env: Record<string, string>): Promise<Blog> {
  const { url } = await startTestBus();
  return startBlog({ env: { ...env, EVENT_BUS_URL: url }, only: ["posts"] });
}

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
  it("is one trace, from the browser to its last handler", async () => {
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

    // Each service exports its spans in its own time.
    await vi.waitFor(() => {
      find("query: handle CommentUpdated");
      find("event-bus: deliver CommentUpdated");
      expect(childrenOf(CALLER)).toEqual(["client: POST other"]);
      const gateway = find("client: POST other");
      expect(childrenOf(gateway.spanId)).toEqual(["comments: POST /posts/:id/comments"]);
      const caused = childrenOf(find("comments: POST /posts/:id/comments").spanId);
      expect(new Set(caused)).toEqual(
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

  it("is exported in the collector's protocol, to the right path", () => {
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
    // What is published later is exported later: by then, the unseen one would have been exported too.
    const { body } = await post(`${blog.urls.posts}/posts`, { title: "Seen" });
    await vi.waitFor(() => {
      const published = collector.spans.filter(({ name }) => name === "publish PostCreated");
      expect(published).toHaveLength(2);
    }, 20_000);

    expect(body.title).toBe("Seen");
    expect(collector.spans.map(({ traceId }) => traceId)).not.toContain(unsampled.split("-")[1]);
  });
});

describe("A collector that does not take spans", () => {
  it.each([
    ["is away", () => "http://localhost:1"],
    ["never answers", () => silent.url],
  ])("stops no service from working, and is logged once: %s", async (_name, url) => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: url(),
      OTEL_EXPORTER_OTLP_TIMEOUT: "300",
      OTEL_BSP_SCHEDULE_DELAY: "100",
    };
    const lonely = await startPosts(env);
    const warnings = () =>
      lonely.lines("posts").filter((line) => line.includes("cannot export spans"));

    expect((await post(`${lonely.urls.posts}/posts`, { title: "One" })).status).toBe(201);
    await vi.waitFor(() => expect(warnings()).toHaveLength(1), 20_000);
    expect((await post(`${lonely.urls.posts}/posts`, { title: "Two" })).status).toBe(201);
    await lonely.stop();

    expect(warnings()).toHaveLength(1);
  });

  it("is given up after two seconds by a service that stops", async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: silent.url };
    const lonely = await startPosts(env);
    await post(`${lonely.urls.posts}/posts`, { title: "One" });

    const stopping = performance.now();
    await lonely.kill("posts", "SIGTERM");

    // The exporter by itself would wait for ten.
    expect(performance.now() - stopping).toBeLessThan(7000);
    await lonely.stop();
  });
});

describe("A service that stops", () => {
  it("sends its last spans first, under the name that it was given", async () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: "journal",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
      OTEL_BSP_SCHEDULE_DELAY: "3600000",
    };
    const stopped = await startPosts(env);

    await post(`${stopped.urls.posts}/posts`, { title: "The last one" });
    await stopped.kill("posts", "SIGTERM");

    const last = collector.spans.filter(({ service }) => service === "journal");
    expect(last.map(({ name }) => name)).toContain("POST /posts");
    const value = { stringValue: "test" };
    expect(last[0]?.resource).toContainEqual({ key: "deployment.environment.name", value });
    await stopped.stop();
  });
});
