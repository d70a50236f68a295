// Behind a proxy that collects an answer before it passes it on, as nginx does by default: live updates arrive all the same,
// from every stream there is.

import { readFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import express from "express";
import { expect, it, onTestFinished } from "vitest";
import { openStream, startGateway, startServer } from "../client/test/gateway/start-server.ts";
import { startLabBus } from "../event-bus/test/lab/lab-bus.ts";
import { createStream } from "../query/src/stream.ts";
import { filesOfTheProject } from "./project-files.ts";

/** Passes on what `url` answers once it is all there; at once where `x-accel-buffering: no` asks for that. */
async function startBufferingProxy(url: string): Promise<string> {
  const proxy = await startServer((req, res) => {
    const { method, headers } = req;
    const asked = request(`${url}${req.url}`, { method, headers }, (answer: IncomingMessage) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      if (answer.headers["x-accel-buffering"] === "no") {
        res.flushHeaders();
        return void answer.pipe(res);
      }
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.once("end", () => res.end(Buffer.concat(chunks)));
    });
    asked.on("error", () => res.destroy()).end();
    res.once("close", () => asked.destroy());
  });
  return proxy.url;
}

async function startQuery(): Promise<string> {
  const stream = createStream();
  onTestFinished(stream.end);
  const { url } = await startServer(express().get("/posts", stream.listen));
  return url;
}

const streams: [string, () => Promise<string>][] = [
  ["query's posts", async () => `${await startBufferingProxy(await startQuery())}/posts`],
  [
    "query's posts through the gateway",
    async () => `${await startBufferingProxy((await startGateway(await startQuery())).url)}/posts`,
  ],
  [
    "the gateway's status",
    async () =>
      `${await startBufferingProxy((await startGateway("http://127.0.0.1:1")).url)}/status`,
  ],
  [
    "the lab of the bus",
    async () => `${await startBufferingProxy((await startLabBus()).url)}/lab/stream`,
  ],
];

it.each(streams)("A proxy that buffers does not hold back %s", async (_, start) => {
  const stream = await openStream(await start());
  onTestFinished(() => void stream.destroy());

  const [first] = await stream.take(1).toArray();

  expect(String(first)).toMatch(/^(retry|event): /);
  expect(stream.headers["x-accel-buffering"]).toBe("no");
});

it("Every stream has these headers: only one file writes that an answer is a stream", () => {
  const writes = /["']?content-type["']?\s*[:,]\s*["']text\/event-stream/i;

  const found = filesOfTheProject()
    .filter((path) => /^[a-z-]+\/(src|server)\/.*\.tsx?$/.test(path))
    .filter((path) => writes.test(readFileSync(path, "utf8")));

  expect(found).toEqual(["common/src/http/event-stream.ts"]);
});
