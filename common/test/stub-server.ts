// A real HTTP server for one test, on a free port: it answers as the test says and keeps what it was sent.

import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

export interface StubRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Answer = (res: ServerResponse, request: StubRequest) => void;

export async function startStubServer(answer: Answer) {
  const requests: StubRequest[] = [];
  const server = createServer(async (req, res) => {
    const { method = "", url: path = "", headers } = req;
    const request = { method, path, headers, body: await text(req) };
    requests.push(request);
    answer(res, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests };
}
