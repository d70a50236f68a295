// The gateway's connections to a service that is just going: one that is never taken, and one that is closed when it is used again.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { connect, createServer, type Server } from "node:net";
import express from "express";
import request from "supertest";
import { describe, expect, it, onTestFinished } from "vitest";
import { createOpenStreams } from "../../gateway/open-streams.ts";
import { createProxy } from "../../gateway/proxy.ts";
import { createRestartWait } from "../../gateway/restart-wait.ts";
import { blog } from "../../../infra/systems/blog.ts";
import { freeUrl, startGateway, startServer } from "./start-server.ts";

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
  // The system keeps one more than the backlog allows.
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

// Only Linux lets a connection wait before a full backlog, without a limit.
describe.runIf(process.platform === "linux")("When a service does not take the connection", () => {
  it.each(["GET", "POST"])(
    "a %s is soon answered with a 503, and may come again",
    async (method) => {
      const url = await startBlackHole();
      const urls = { posts: url, comments: url, query: url };
      const proxy = createProxy({
        routes: blog.routes,
        urls,
        streams: createOpenStreams(),
        connectMs: 100,
      });

      const call = request(express().use(proxy));
      const answer = await (method === "GET" ? call.get("/posts") : call.post("/posts").send({}));

      expect(answer.status).toBe(503);
      expect(answer.headers["retry-after"]).toBe("1");
      expect(JSON.parse(answer.text).detail).toMatch(/service cannot be reached right now\.$/);
    },
  );
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

  it("a read that is reset on a new connection, too, is not sent a third time", async () => {
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

/** A server that knows TCP only. */
async function startTcpServer(onRequest: Parameters<typeof createServer>[1], port = 0) {
  const server = createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return server;
}

function urlOf(server: Server): string {
  // A server that listens on a port has an address with one.
  const { port } = server.address() as { port: number };
  return `http://127.0.0.1:${port}`;
}

describe("When a service is being replaced", () => {
  it.each(["GET", "POST"])("a %s waits for its successor, and is sent once", async (method) => {
    const url = await freeUrl();
    const gateway = await startGateway(url, { restartWaitMs: 10_000 });
    const bodies: string[] = [];

    const call = request(gateway.url);
    const answer = method === "GET" ? call.get("/posts") : call.post("/posts").send({ title: "A" });
    const answered = answer.then(({ status }) => status);
    await new Promise((resolve) => gateway.server.once("request", resolve));
    const successor = createHttpServer((req, res) => {
      req.setEncoding("utf8").on("data", (text) => bodies.push(text));
      req.once("end", () => res.end("[]"));
    }).listen(Number(new URL(url).port), "127.0.0.1");
    onTestFinished(() => void successor.close());

    expect(await answered).toBe(200);
    expect(bodies).toEqual(method === "GET" ? [] : ['{"title":"A"}']);
  });

  it("a write that is reset before its body was asked for is sent again", async () => {
    let count = 0;
    const texts: string[] = [];
    const server = await startTcpServer((socket) => {
      count += 1;
      socket.on("error", () => {});
      if (count === 1) return socket.resetAndDestroy();
      socket.once("data", (head) => {
        texts.push(String(head));
        socket.write("HTTP/1.1 100 Continue\r\n\r\n");
        socket.once("data", (body) => {
          texts.push(String(body));
          socket.end("HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n[]");
        });
      });
    });
    const gateway = await startGateway(urlOf(server), { restartWaitMs: 10_000 });

    const answer = await request(gateway.url).post("/posts").send({ title: "A" });

    expect(answer.status).toBe(201);
    expect(texts).toEqual([expect.stringMatching(/\r\n\r\n$/), '{"title":"A"}']);
  });

  it("a write that is reset after its body was sent is not: it may have taken effect", async () => {
    let count = 0;
    const server = await startServer((req) => {
      count += 1;
      req.resume().once("end", () => req.socket.resetAndDestroy());
    });
    const gateway = await startGateway(server.url, { restartWaitMs: 10_000 });

    const answer = await request(gateway.url).post("/posts").send({ title: "A" });

    expect(answer.status).toBe(502);
    expect(count).toBe(1);
  });

  it("one that does not know 100 Continue gets the body all the same", async () => {
    let text = "";
    const server = await startTcpServer((socket) => {
      socket.on("data", (chunk) => {
        text += String(chunk);
        if (text.endsWith("}")) socket.end("HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n[]");
      });
    });
    const gateway = await startGateway(urlOf(server));

    const answer = await request(gateway.url).post("/posts").send({ title: "A" });

    expect(answer.status).toBe(201);
  });

  it("one that was waited for in vain is waited for again only once it has answered", async () => {
    const url = await freeUrl();
    const wait = createRestartWait(10);
    expect(await wait.untilBack(url)).toBe(false);

    await startTcpServer((socket) => socket.end(), Number(new URL(url).port));

    expect(await wait.untilBack(url)).toBe(false);
    wait.hasAnswered(url);
    expect(await wait.untilBack(url)).toBe(true);
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
