// A real HTTP server for one test, on a free port: it answers as the test wants and keeps what it was sent.

import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { serve } from "../../tests/kit/serve.ts";

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
  const { url, stop } = await serve(server);
  onTestFinished(stop);
  return { url, requests };
}
