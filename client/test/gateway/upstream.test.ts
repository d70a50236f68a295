// The gateway's connections to a service that is just going: one that is never taken, and one that is closed when it is used again.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import express from "express";
import request from "supertest";
import { describe, expect, it, onTestFinished } from "vitest";
import { createOpenStreams } from "../../gateway/open-streams.ts";
import { createProxy } from "../../gateway/proxy.ts";
import { startGateway, startServer } from "./start-server.ts";

const LISTENER = `
  const server = require("node:net").createServer();
  server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => console.log(server.address().port));
`;

/** The URL of an address that answers no SYN, as that of a pod that is gone: a stopped process whose backlog is full. */
async function startBlackHole(): Promise<string> {
  const child: ChildProcess = spawn(process.execPath, ["-e", LISTENER]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout!, "data")) as [Buffer];
  child.kill("SIGSTOP");
  const port = Number(String(line));
  const sockets = Array.from({ length: 8 }, () => connect(port, "127.0.0.1"));
  for (const socket of sockets) socket.on("error", () => socket.destroy());
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  // The system keeps one more than the backlog says.
  await expect.poll(() => sockets.filter(({ connecting }) => !connecting).length).toBe(2);
  return `http://127.0.0.1:${port}`;
}

/** Answers the first request of each connection, and closes the connection on the next one. */
async function startFickleServer() {
  const requests: IncomingMessage[] = [];
  const used = new WeakSet();
  const { url } = await startServer((req, res) => {
    requests.push(req);
    if (used.has(req.socket)) return req.socket.destroy();
    used.add(req.socket);
    req.resume().once("end", () => res.end("[]"));
  });
  return { url, requests };
}

describe("When a service does not take the connection", () => {
  it.each(["GET", "POST"])("a %s is told so soon, and may come again", async (method) => {
    const url = await startBlackHole();
    const urls = { posts: url, comments: url, query: url };
    const proxy = createProxy({ urls, streams: createOpenStreams(), connectMs: 100 });

    const call = request(express().use(proxy));
    const answer = await (method === "GET" ? call.get("/posts") : call.post("/posts").send({}));

    expect(answer.status).toBe(503);
    expect(answer.headers["retry-after"]).toBe("1");
    expect(JSON.parse(answer.text).detail).toMatch(/service cannot be reached right now\.$/);
  });
});

describe("When a service closes a kept connection as it is used again", () => {
  it("a read is sent once more, on a new one", async () => {
    const service = await startFickleServer();
    const gateway = await startGateway(service.url);

    const statuses = [];
    for (const _ of [1, 2, 3]) statuses.push((await request(gateway.url).get("/posts")).status);

    expect(statuses).toEqual([200, 200, 200]);
    expect(service.requests.length).toBeGreaterThan(3);
  });

  it("a write is not concerned: it has a connection of its own", async () => {
    const service = await startFickleServer();
    const gateway = await startGateway(service.url);

    await request(gateway.url).get("/posts");
    const post = () => request(gateway.url).post("/posts").send({ title: "Hello" });
    const statuses = [(await post()).status, (await post()).status];

    expect(statuses).toEqual([200, 200]);
    expect(service.requests.map(({ method }) => method)).toEqual(["GET", "POST", "POST"]);
  });

  it("a read that is reset on a new connection, too, is not tried for ever", async () => {
    let count = 0;
    const service = await startServer((req, res) => {
      count += 1;
      if (count === 1) return res.end("[]");
      return req.socket.destroy();
    });
    const gateway = await startGateway(service.url);

    await request(gateway.url).get("/posts");
    const answer = await request(gateway.url).get("/posts");

    expect(answer.status).toBe(502);
    expect(count).toBe(3);
  });
});

describe("When the gateway stops", () => {
  it("its own server decides about the connection, not the proxy", async () => {
    const service = await startServer((_req, res) => res.end("[]"));
    const gateway = await startGateway(service.url);
    gateway.server.prependListener("request", (_req, res) => (res.shouldKeepAlive = false));

    const answer = await fetch(`${gateway.url}/posts`);

    expect(await answer.text()).toBe("[]");
    expect(answer.headers.get("connection")).toBe("close");
  });
});
