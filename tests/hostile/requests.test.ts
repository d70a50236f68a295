// Whatever a stranger sends to any address of any service: an answer that shows nothing of the inside, never our failure,
// and a blog that works as before.

import * as fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { expectCivil, FUZZING, RUNS } from "./civil.ts";
import { hostilePost, hostileRequest } from "./hostile-requests.ts";
import { type RawRequest, request } from "./raw-http.ts";
import { DOORS, type Name, startWholeBlog, type WholeBlog } from "./whole-blog.ts";

let blog: WholeBlog;
beforeAll(async () => {
  blog = await startWholeBlog();
});

// After what strangers have published, the subscribers have some poison to try and park first.
const LIMITS = { timeout: 30_000, interval: 20 };
const inborn = Object.getOwnPropertyNames(Object.prototype);
const SERVICES: Name[] = [...DOORS, "gateway"];
// Chance seldom puts a key on something that is taken.
const KEYED: RawRequest = {
  method: "POST",
  path: "/posts",
  headers: [
    ["content-type", "application/json"],
    ["idempotency-key", "bytes=99999999-"],
  ],
  body: Buffer.from('{"title":"Kept once"}'),
};

async function write(path: string, body: object): Promise<{ id: string }> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(blog.gateway.url + path, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(201);
  // Both kinds of answers are things with ids.
  return (await answer.json()) as { id: string };
}

describe("A stranger gets a civil answer", () => {
  it.each(SERVICES)("from %s, whatever the request is", FUZZING, async (name) => {
    await fc.assert(
      fc.asyncProperty(hostileRequest, async (given) => {
        expectCivil(await request(blog[name].port, given));
      }),
      { numRuns: RUNS * 2, examples: [[KEYED]] },
    );
  });

  it.each(DOORS)("from POST /events of %s, whatever the body is", FUZZING, async (name) => {
    await fc.assert(
      fc.asyncProperty(hostilePost("/events"), async (given) => {
        expectCivil(await request(blog[name].port, given));
      }),
      { numRuns: RUNS },
    );
  });

  it.each(["/posts", "/posts/create", "/posts/some-id/comments"])(
    "from POST %s of the blog, whatever the body is",
    FUZZING,
    async (path) => {
      await fc.assert(
        fc.asyncProperty(hostilePost(path), async (given) => {
          expectCivil(await request(blog.gateway.port, given));
        }),
        { numRuns: RUNS },
      );
    },
  );
});

// The next test would not notice, but the next visitor would.
afterEach(async () => {
  const post = await write("/posts/create", { title: "Still here" });
  const readPost = async () => (await fetch(`${blog.gateway.url}/posts/${post.id}`)).json();
  await expect.poll(readPost, LIMITS).toMatchObject({ title: "Still here" });

  await write(`/posts/${post.id}/comments`, { content: "So am I" });
  const approved = { content: "So am I", status: "approved" };
  await expect.poll(readPost, LIMITS).toMatchObject({ comments: [approved] });

  // No request has added something to all objects.
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(inborn);
});
