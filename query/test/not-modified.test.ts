// A client that asks again receives only what has changed.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { commentCreated, createQuery, postCreated } from "./query-service.ts";

const posts = ["p1", "p2", "p3"].map((id) => postCreated(id));

describe.each(["/posts", "/posts?limit=2", "/posts/p1"])("Asked again for %s", (path) => {
  it("the answer is 304 as long as nothing has changed, and a new one afterwards", async () => {
    const { app, receive } = await createQuery();
    await receive(...posts);
    const first = await request(app).get(path);
    const etag = String(first.headers.etag);
    const askAgain = () => request(app).get(path).set("If-None-Match", etag);

    const same = await askAgain();
    await receive(commentCreated("c1", "p1"));
    const changed = await askAgain();

    expect(etag).toMatch(/^"[^"]+"$/); // strong
    expect([same.status, same.text]).toEqual([304, ""]);
    expect(changed.status).toBe(200);
    expect(changed.headers.etag).not.toBe(etag);
  });

  it("another process never answers 304: what it knows may be another state", async () => {
    const [one, other] = [await createQuery(), await createQuery()];
    await one.receive(...posts);
    await other.receive(...posts);

    const { headers } = await request(one.app).get(path);

    await request(other.app).get(path).set("If-None-Match", String(headers.etag)).expect(200);
  });
});
