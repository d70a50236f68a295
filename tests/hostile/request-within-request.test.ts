// The gateway must not be talked into passing on another request than it was sent ("request smuggling"): wherever a body ends
// for it, it ends for the service.

import type { IncomingMessage } from "node:http";
import { beforeAll, describe, expect, it } from "vitest";
import { expectCivil } from "./civil.ts";
import { listen, type Listening } from "./listen.ts";
import { startGatewayTo } from "./lone-gateway.ts";
import { exchange, request } from "./raw-http.ts";

describe("A request within a request", () => {
  let gateway: Listening;
  const arrived: string[] = [];
  const smuggled =
    'POST /posts/create HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 13\r\n\r\n{"title":"S"}';
  const chunk = `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`;

  beforeAll(async () => {
    // Notes every request as it is parsed, whatever it is, so that a smuggled one would show.
    const service = await listen(async (req: IncomingMessage, res) => {
      arrived.push(`${req.method} ${req.url}`);
      for await (const _ of req) continue;
      res.end("{}");
    });
    gateway = await startGatewayTo(service.url);
  });

  it.each([
    ["both lengths", "content-length: 4\r\ntransfer-encoding: chunked"],
    ["both lengths, disguised", "content-length: 4\r\ntransfer-encoding : chunked"],
    ["both lengths, folded", "content-length: 4\r\nx: y\r\n transfer-encoding: chunked"],
    ["two lengths", `content-length: 4\r\ncontent-length: ${smuggled.length}`],
    ["an unknown encoding", "content-length: 4\r\ntransfer-encoding: xchunked"],
    ["the encoding twice", "transfer-encoding: chunked\r\ntransfer-encoding: identity"],
    ["a lone line break", "x: y\rtransfer-encoding: chunked"],
  ])("is refused where it could be read in two ways: %s", async (_what, headers) => {
    arrived.length = 0;

    const head = `POST /posts HTTP/1.1\r\nhost: x\r\n${headers}\r\n\r\n`;
    const answer = await exchange(gateway.port, Buffer.from(head + chunk));

    expect(answer.status).toBe(400);
    expectCivil(answer);
    expect(arrived).toEqual([]);
  });

  const length = `content-length: ${smuggled.length}`;

  it.each([
    ["GET, in chunks", "GET", "close", "transfer-encoding: chunked", chunk],
    ["GET, with a length", "GET", "close", length, smuggled],
    ["HEAD", "HEAD", "close", length, smuggled],
    [
      "its length is called a matter of the connection",
      "POST",
      "close, content-length",
      length,
      smuggled,
    ],
  ])("stays a body: %s", async (_what, method, connection, framing, body) => {
    arrived.length = 0;

    const head = `${method} /posts HTTP/1.1\r\nhost: x\r\nconnection: ${connection}\r\n${framing}`;
    const answer = await exchange(gateway.port, Buffer.from(`${head}\r\n\r\n${body}`));

    expect(answer.status).toBe(200);
    expect(arrived).toHaveLength(1);
  });
});

describe("A header that is for this connection only", () => {
  it.each(["trailer", "te", "upgrade", "expect", "proxy-connection", "keep-alive"])(
    "is not passed on: %s",
    async (name) => {
      let passedOn: unknown = "nothing arrived";
      const service = await listen((req, res) => {
        passedOn = req.headers[name];
        res.end("{}");
      });
      const { port } = await startGatewayTo(service.url);

      const headers: [string, string][] = [[name, "x"]];
      const answer = await request(port, { method: "POST", path: "/posts", headers, body: "{}" });

      expect(answer.status).toBe(200);
      // The gateway waits for the service with its own word.
      expect(passedOn).toBe(name === "expect" ? "100-continue" : undefined);
    },
  );
});
