// There are two paths to a page of posts. A reader sees no difference between their answers.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { commentCreated, createQuery, postCreated } from "./query-service.ts";
import { until } from "../../tests/kit/until.ts";

// An unknown parameter makes a request unusual, and changes nothing about its answer.
const FAST = "/posts?limit=2";
const STANDARD = `${FAST}&unknown=1`;

const ASKED = [
  { what: "by a plain client", headers: {} },
  {
    what: "by a page elsewhere",
    headers: { Origin: "https://a.test", Accept: "application/json" },
  },
  { what: "by a browser", headers: { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" } },
  { what: "with an old ETag", headers: { "If-None-Match": '"old"' } },
  { what: "with several ETags", headers: { "If-None-Match": '"old", "older"' } },
  { what: "with any ETag", headers: { "If-None-Match": "*" } },
  { what: "anew", headers: { "If-None-Match": '"old"', "Cache-Control": "no-cache" } },
  { what: "for something that is not JSON", headers: { Accept: "image/png" } },
];

describe.each([0, 2, 3])("The first page of %s posts", (count) => {
  async function createBlog() {
    const query = await createQuery();
    await query.receive(...["p1", "p2", "p3"].slice(0, count).map((id) => postCreated(id)));
    return query;
  }

  it.each(ASKED)(
    "the first page is the same on both paths, asked for $what",
    async ({ headers }) => {
      const { app } = await createBlog();

      const fast = await request(app).get(FAST).set(headers);
      const standard = await request(app).get(STANDARD).set(headers);

      expect(named(fast)).toEqual(named(standard));
    },
  );

  it("is the same to a client that has it already", async () => {
    const { app } = await createBlog();
    const etag = String((await request(app).get(FAST)).headers.etag);

    const fast = await request(app).get(FAST).set("If-None-Match", etag);
    const standard = await request(app).get(STANDARD).set("If-None-Match", etag);

    expect(fast.status).toBe(304);
    expect(named(fast)).toEqual(named(standard));
  });
});

describe("On the fast path", () => {
  it("a page shows what has just been received, for each length of a page", async () => {
    const { app, receive } = await createQuery();
    await receive(postCreated("p1"), postCreated("p2"));
    const lengths = async () => {
      const pages = [await request(app).get("/posts?limit=1"), await request(app).get(FAST)];
      return pages.map(({ body }) => body.map((post: { comments: [] }) => post.comments.length));
    };

    const before = await lengths();
    await receive(commentCreated("c1", "p2"));

    expect([before, await lengths()]).toEqual([
      [[0], [0, 0]],
      [[1], [1, 0]],
    ]);
  });

  it("a page that has not changed for a moment comes compressed, with a strong ETag of its own", async () => {
    const { app, receive } = await createQuery();
    await receive(postCreated("p1"));
    const ask = (headers: Record<string, string>) => request(app).get(FAST).set(headers);
    const askCompressed = async () => {
      const answer = await ask({ "Accept-Encoding": "gzip, br" });
      expect(answer.headers["content-encoding"]).toBe("gzip");
      return answer;
    };

    const plain = await ask({ "Accept-Encoding": "identity" });
    const compressed = await until(askCompressed);
    const weighed = await ask({ "Accept-Encoding": "gzip;q=0" });
    const etags = [plain, compressed].map(({ headers }) => String(headers.etag));
    const again = await Promise.all(etags.map((etag) => ask({ "If-None-Match": etag })));
    const standard = await request(app).get(STANDARD).set("If-None-Match", etags[1]!);
    await receive(commentCreated("c1", "p1"));
    const changed = await ask({ "If-None-Match": etags[1]!, "Accept-Encoding": "gzip" });

    expect(compressed.body).toEqual(plain.body);
    expect(compressed.headers.vary).toMatch(/Accept-Encoding/);
    expect(weighed.headers).not.toHaveProperty("content-encoding");
    expect(new Set(etags).size).toBe(2);
    expect(again.map(({ status, headers }) => [status, headers.etag])).toEqual(
      etags.map((etag) => [304, etag]),
    );
    expect(named(standard)).toEqual(named(again[1]!));
    expect(changed.status).toBe(200);
    expect(changed.body[0].comments).toHaveLength(1);
  });

  it("requests are counted like all others", async () => {
    const { app } = await createQuery();
    const etag = String((await request(app).get(FAST)).headers.etag);
    await request(app).get(FAST).set("If-None-Match", etag);

    const { text } = await request(app).get("/metrics");

    const counts = /seconds_count\{method="GET",route="\/posts",status="(\d+)"\} (\d+)/g;
    const found = [...text.matchAll(counts)].map(([, status, times]) => `${status}: ${times}`);
    expect(found.toSorted()).toEqual(["200: 1", "304: 1"]);
  });
});

function named({ status, text, headers }: request.Response) {
  const { date: _, ...others } = headers as Record<string, string>;
  return { status, text, headers: others };
}
