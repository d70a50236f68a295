// The HTTP server beneath every service: what a silent caller may hold, and for how long. Node's own limits are
// generous (minutes), checked every half minute, and its refusals are not problem+json.

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";
import { Problem } from "../base/problem.ts";

interface ServerTimeouts {
  /** From the opening of a connection, or the first byte of a request, to the end of its headers. */
  headersMs?: number;
  /** To the end of the body. */
  requestMs?: number;
  /** Without a byte in either direction. Our event streams send a heartbeat every 10 seconds. */
  silenceMs?: number;
  /** All headers of a request together. */
  maxHeaderBytes?: number | undefined;
  /** Whether a request begins another protocol. By default none does, and each is answered as HTTP. */
  isUpgrade?: ((req: IncomingMessage) => boolean) | undefined;
  /** Beyond this many, a new connection is closed at once. An idle one costs about 6 kB. */
  connections?: number;
}

/** A server that listens nowhere yet. */
export function createHttpServer(
  app: RequestListener,
  {
    headersMs = 10_000,
    requestMs = 30_000,
    silenceMs = 60_000,
    maxHeaderBytes = 16 * 1024,
    isUpgrade = () => false,
    connections = 10_000,
  }: ServerTimeouts = {},
): Server {
  const options = {
    headersTimeout: headersMs,
    maxHeaderSize: maxHeaderBytes,
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(1000, headersMs / 2),
    // From Node 24.9 on; for the others there is ordinary-request.ts.
    shouldUpgradeCallback: isUpgrade,
  };
  const server = createServer(options);
  server.timeout = silenceMs;
  server.maxConnections = connections;
  // All of them, within their 16 kB. By default Node 20 drops those after the thousandth without a word, and what is refused
  // because of a header (Origin, Host, Sec-Fetch-Site) must not pass because the header was left out.
  server.maxHeadersCount = 0;

  const answers = new WeakMap<Duplex, ServerResponse>();
  server.prependListener("request", (req, res) => void answers.set(req.socket, res));
  server.on("request", app);
  // An unknown "Expect" header is no reason to refuse a request; Node would, without a body.
  server.on("checkExpectation", app);
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    // In the middle of an answer, another one would be taken for a part of it.
    const answer = answers.get(socket);
    const isAnswering = answer !== undefined && answer.headersSent && !answer.writableFinished;
    if (!socket.writable || isAnswering) return socket.destroy();
    socket.end(toRawResponse(problemOf(error, maxHeaderBytes)), () => socket.destroy());
  });
  return server;
}

function problemOf({ code }: NodeJS.ErrnoException, maxHeaderBytes: number): Problem {
  if (code === "HPE_HEADER_OVERFLOW")
    return new Problem(
      431,
      `The headers are larger than the ${maxHeaderBytes / 1024} kB that this service accepts. In a browser that is nearly ` +
        "always cookies, also those of other programs at the same host name, on any port: delete them and try again.",
    );
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return new Problem(408, "The request did not arrive in time.");
  return new Problem(400, "This is not HTTP as it is written in RFC 9112.");
}

function toRawResponse(problem: Problem): string {
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.toJSON().title}`,
    "content-type: application/problem+json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
