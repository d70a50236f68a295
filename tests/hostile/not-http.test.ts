// Bytes that are no HTTP, or HTTP that two readers could read in two ways.

import { createService } from "@blog/common/http/service";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { expectCivil, FUZZING, RUNS } from "./civil.ts";
import { listen, type Listening } from "./listen.ts";
import { exchange, request } from "./raw-http.ts";

let place: Listening;
beforeAll(async () => {
  const { app } = createService("door", {
    routes: (routes) => void routes.all("/hello", (_req, res) => void res.send("hello")),
  });
  place = await listen(app, { headersMs: 300, requestMs: 600 });
});

describe("What is no HTTP", () => {
  it.each([
    ["garbage", "\x16\x03\x01\x02\x00\x01", 400],
    ["SSH", "SSH-2.0-OpenSSH_9.9\r\n\r\n", 400],
    ["another version", "GET / HTTP/9.9\r\n\r\n", 400],
    ["a line break in a header", "GET /hello HTTP/1.1\r\nhost: x\r\nx: a\rb\r\n\r\n", 400],
    ["NUL in a header", "GET /hello HTTP/1.1\r\nhost: x\r\nx: a\0b\r\n\r\n", 400],
    ["a space before a colon", "GET /hello HTTP/1.1\r\nhost : x\r\n\r\n", 400],
    [
      "two lengths",
      "POST /hello HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
      400,
    ],
    ["a negative length", "POST /hello HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n", 400],
    [
      "a wrong chunk",
      "POST /hello HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
      400,
    ],
    [
      "a header without end",
      `GET /hello HTTP/1.1\r\nhost: x\r\nx: ${"x".repeat(20_000)}\r\n\r\n`,
      431,
    ],
    ["a path without end", `GET /${"x".repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
  ])("is refused in the form of all refusals: %s", async (_what, bytes, status) => {
    const answer = await exchange(place.port, Buffer.from(bytes, "latin1"));

    expect(answer.status).toBe(status);
    expectCivil(answer);
  });

  it("is answered, or hung up on, whatever it is", FUZZING, async () => {
    const bytes = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 50 }).map((raw) => Buffer.from(raw)),
        fc
          .constantFrom(
            "GET ",
            "POST ",
            "/hello",
            " HTTP/1.1\r\n",
            "host: x\r\n",
            "content-length: 5\r\n",
            "\r\n",
            "\r\n\r\n",
            "transfer-encoding: chunked\r\n",
            "0\r\n\r\n",
            "connection: upgrade\r\n",
            "CONNECT x:1 HTTP/1.1\r\n\r\n",
          )
          .map((text) => Buffer.from(text)),
      ),
      { minLength: 1, maxLength: 12 },
    );

    await fc.assert(
      fc.asyncProperty(bytes, async (parts) => {
        const answer = await exchange(
          place.port,
          Buffer.concat([...parts, Buffer.from("\r\n\r\n")]),
        );
        if (answer.status !== 0) expectCivil(answer);
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    );

    expect(await request(place.port, { path: "/hello" })).toMatchObject({ text: "hello" });
  });
});
