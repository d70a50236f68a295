// A server that takes frames and HTTP, and clients of both, for one test.

import type { RequestListener } from "node:http";
import { connect } from "node:net";
import { createFrameClient } from "@blog/common/speed/frame-client";
import { acceptFrames, type FrameRoute } from "@blog/common/speed/frame-server";
import { asksForFrames, FRAMES } from "@blog/common/speed/frames";
import { createHttpServer } from "@blog/common/http/http-server";
import { expect, onTestFinished } from "vitest";
import { serve } from "../../tests/kit/serve.ts";
import { until } from "../../tests/kit/until.ts";

type Answer = FrameRoute["answer"];
type FrameTimeouts = Parameters<typeof acceptFrames>[2];

export const done = (text = "") => ({ head: { ":status": "200", "x-echo": text }, body: text });
export const echo: Answer = async ({ body }) => done(body.toString());
export const overHttp: RequestListener = (req, res) => void res.end(`${req.method} ${req.url}`);

export async function startServer(answer: Answer = echo, timeouts: FrameTimeouts = {}) {
  const server = createHttpServer(overHttp, { isUpgrade: asksForFrames });
  const frames = acceptFrames(
    server,
    {
      path: "/events",
      mayConnect: ({ origin }) => origin === undefined,
      maxBodyBytes: 1000,
      answer,
    },
    timeouts,
  );
  const { port, url, stop } = await serve(server);
  onTestFinished(async () => {
    frames.destroy();
    await stop();
  });
  return { port, url: `${url}/events`, frames };
}

export function createClient(url: string, timeoutMs = 2000) {
  const client = createFrameClient(url, timeoutMs);
  onTestFinished(client.close);
  return client;
}

export async function openClient(url: string, timeoutMs?: number) {
  const client = createClient(url, timeoutMs);
  client.consider(() => FRAMES);
  await until(() => expect(client.isOpen()).toBe(true));
  return client;
}

/** A plain connection, to write on it whatever one likes. */
export function speak(port: number) {
  const socket = connect(port, "127.0.0.1");
  // Each byte by itself: the network would collect them.
  socket.setNoDelay(true);
  const received: Buffer[] = [];
  let isClosed = false;
  socket.on("data", (chunk) => received.push(chunk));
  socket.on("error", () => {});
  socket.on("close", () => (isClosed = true));
  onTestFinished(() => void socket.destroy());
  return {
    write: (bytes: string | Buffer) => void socket.write(bytes),
    text: () => Buffer.concat(received).toString("latin1"),
    isClosed: () => isClosed,
    stopReading: () => void socket.pause(),
  };
}

export const upgrade = (headers = "") =>
  `GET /events/frames HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: ${FRAMES}\r\n${headers}\r\n`;
