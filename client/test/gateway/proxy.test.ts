// Requests on their way through the gateway: what is passed on, and the answer when a service is not well.

import express from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createOpenStreams } from "../../gateway/open-streams.ts";
import { createProxy } from "../../gateway/proxy.ts";
import { blog } from "../../../infra/systems/blog.ts";
import { freeUrl, startGateway, startServer } from "./start-server.ts";

describe("When a service is well", () => {
  it("gets the request as it is, and whom it is for", async () => {
    let body = "";
    const service = await startServer((req, res) => {
      req
        .on("data", (chunk) => (body += chunk))
        .on("end", () => res.writeHead(201).end(JSON.stringify(req.headers)));
    });
    const gateway = await startGateway(service.url);

    const answer = await request(gateway.url).post("/posts?x=1").send({ title: "Hello" });

    expect(answer.status).toBe(201);
    expect(body).toBe('{"title":"Hello"}');
    const headers: unknown = JSON.parse(answer.text);
    expect(headers).toMatchObject({
      host: new URL(service.url).host,
      "x-forwarded-for": expect.stringContaining("127.0.0.1"),
      "x-forwarded-host": new URL(gateway.url).host,
    });
  });

  it("answers without the CORS headers that are meant for direct calls, and keeps its ETag", async () => {
    const service = await startServer((_req, res) => {
      res.writeHead(200, { "access-control-allow-origin": "*", etag: '"7"' }).end("[]");
    });
    const gateway = await startGateway(service.url);

    const answer = await request(gateway.url).get("/posts");

    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    expect(answer.headers.etag).toBe('"7"');
  });
});

describe("When a service is not well", () => {
  it("is named: nothing listens", async () => {
    const gateway = await startGateway(await freeUrl());

    const answer = await request(gateway.url).post("/posts/create").send({ title: "Hello" });

    expect(answer.status).toBe(503);
    expect(answer.type).toBe("application/problem+json");
    expect(answer.headers["retry-after"]).toBe("1");
    expect(answer.body.detail).toBe("The posts service cannot be reached right now.");
  });

  it("is named: it breaks off", async () => {
    const service = await startServer((req) => req.socket.destroy());
    const gateway = await startGateway(service.url);

    const answer = await request(gateway.url).get("/posts/42/comments");

    expect(answer.status).toBe(502);
    expect(answer.body.detail).toBe("The comments service broke off before it answered.");
  });

  it("is named: it is silent", async () => {
    const service = await startServer(() => {});
    const urls = { posts: service.url, comments: service.url, query: service.url };
    const app = express().use(
      createProxy({ routes: blog.routes, urls, streams: createOpenStreams(), silenceMs: 50 }),
    );

    const answer = await request(app).get("/posts");

    expect(answer.status).toBe(504);
    expect(JSON.parse(answer.text)).toMatchObject({
      detail: "The query service did not answer in time.",
    });
  });

  it("never makes half an answer look whole", async () => {
    const service = await startServer((req, res) => {
      res.writeHead(200, { "content-length": "1000" }).write("[");
      setTimeout(() => req.socket.destroy(), 20);
    });
    const gateway = await startGateway(service.url);

    await expect(fetch(`${gateway.url}/posts`).then((res) => res.text())).rejects.toThrow(
      "terminated",
    );
  });
});

describe("When the caller leaves before the answer", () => {
  it("takes the request along", async () => {
    let arrived = () => {};
    const asked = new Promise<void>((resolve) => (arrived = resolve));
    let left = () => {};
    const leaving = new Promise<void>((resolve) => (left = resolve));
    const service = await startServer((_req, res) => {
      res.once("close", left);
      arrived();
    });
    const gateway = await startGateway(service.url);
    const caller = new AbortController();
    const call = fetch(`${gateway.url}/posts`, { signal: caller.signal }).catch(() => "left");

    await asked;
    caller.abort();

    expect(await call).toBe("left");
    await leaving;
  });
});
