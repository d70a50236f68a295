// Real HTTP servers on free ports, for the gateway and for the services behind it. All are stopped after each test.

import {
  createServer,
  request,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from "node:http";
import { onTestFinished } from "vitest";
import { createGateway, type GatewayParts } from "../../gateway/app.ts";
import { createOpenStreams } from "../../gateway/open-streams.ts";
import { blog } from "../../../infra/systems/blog.ts";
import { freePort } from "../../../tests/kit/free-port.ts";
import { serve } from "../../../tests/kit/serve.ts";

export async function startServer(
  listener: RequestListener,
): Promise<{ url: string; server: Server }> {
  const server = createServer(listener);
  const { url, stop } = await serve(server);
  onTestFinished(stop);
  return { url, server };
}

export async function stopServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Nothing listens there, until the test itself does. */
export async function freeUrl(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}`;
}

/** A gateway whose services all are `service`, unless options name others. */
export async function startGateway(
  service: string,
  parts: Partial<GatewayParts> = {},
  page = "/nowhere",
) {
  const streams = createOpenStreams();
  const gateway = createGateway(
    {
      system: blog,
      routes: blog.routes,
      urls: { posts: service, comments: service, query: service },
      checkStatus: async () => ({ services: [], bus: null }),
      streams,
      ...parts,
    },
    page,
  );
  const { url, server } = await startServer(gateway.app);
  return { url, server, streams };
}

/** Opens a stream and hands out the answer as soon as its headers are there. */
export async function openStream(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { accept: "text/event-stream", "accept-encoding": "gzip" } }, resolve)
      .on("error", reject)
      .end();
  });
}

export function nextChunk(stream: IncomingMessage): Promise<string> {
  return new Promise((resolve) => stream.once("data", (chunk) => resolve(String(chunk))));
}

export function ended(stream: IncomingMessage): Promise<boolean> {
  return new Promise((resolve) => stream.once("close", () => resolve(stream.complete)).resume());
}
