// Whatever a stranger sends as frames: an answer that shows nothing of the inside and is never our failure, or the end of the
// connection. The next one is answered.

import { createFrameClient } from "@blog/common/speed/frame-client";
import type { PersistentConnection } from "@blog/common/wire/event-endpoint";
import { FRAMES } from "@blog/common/speed/frames";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { expectCivil, FUZZING, RUNS } from "./civil.ts";
import { hostilePost, hostileRequest } from "./hostile-requests.ts";
import { exchange, type RawRequest, toBytes as toHttp } from "./raw-http.ts";
import { DOORS, startWholeBlog, type WholeBlog } from "./whole-blog.ts";

let blog: WholeBlog;
beforeAll(async () => {
  blog = await startWholeBlog();
});

const UPGRADE = toHttp({
  path: "/events/frames",
  headers: [
    ["connection", "upgrade"],
    ["upgrade", FRAMES],
  ],
});
const anyRequest = fc.oneof(hostileRequest, hostilePost("/events"));

async function ask(
  client: PersistentConnection,
  { headers = [], body = "" }: RawRequest,
): Promise<void> {
  client.consider(() => FRAMES);
  await expect.poll(client.isOpen, { interval: 2 }).toBe(true);
  const head = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
  const answered = await client.ask(head, body).catch((error: Error & { code?: string }) => error);
  // A head may be too large.
  if (answered instanceof Error) return expect(answered).toMatchObject({ code: "ECONNRESET" });
  const type = answered.status < 400 ? "application/json" : "application/problem+json";
  expectCivil({ ...answered, headers: new Map([["content-type", type]]), raw: answered.text });
}

describe("A stranger who sends frames", () => {
  it.each(DOORS)("to %s gets a civil answer to each", FUZZING, async (name) => {
    const client = createFrameClient(`${blog[name].url}/events`, 5000);
    try {
      await fc.assert(
        fc.asyncProperty(anyRequest, (given) => ask(client, given)),
        { numRuns: RUNS },
      );
    } finally {
      client.close();
    }
  });

  it.each(DOORS)("to %s that are none is cut off", FUZZING, async (name) => {
    const noFrame = fc
      .uint8Array({ minLength: 8, maxLength: 200 })
      .map((bytes) => Buffer.concat([Buffer.from([1]), bytes]));
    await fc.assert(
      fc.asyncProperty(noFrame, async (bytes) => {
        const { raw } = await exchange(blog[name].port, Buffer.concat([UPGRADE, bytes]));

        expect(raw).toMatch(/^HTTP\/1\.1 101 /);
        expect(raw).toHaveLength(raw.indexOf("\r\n\r\n") + 4);
      }),
      { numRuns: RUNS },
    );
  });

  it("to the bus can publish nothing that the bus does not take over HTTP", async () => {
    const client = createFrameClient(`${blog["event-bus"].url}/events`, 5000);
    client.consider(() => FRAMES);
    await expect.poll(client.isOpen).toBe(true);
    const before = blog.bus.log.tail();

    const bodies = ["", "{", "[]", '{"type":"T"}', '{"type":"T","data":[]}', "x".repeat(110_000)];
    const answered = await Promise.all(
      bodies.map((body) => client.ask({ "content-type": "application/json" }, body)),
    );

    expect(answered.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 413]);
    expect(blog.bus.log.tail()).toBe(before);
    client.close();
  });
});
