// A page of another site must not publish in a visitor's name.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { startGateway, startServer } from "./start-server.ts";

async function startBlog() {
  const service = await startServer((_req, res) => res.writeHead(201).end("{}"));
  return startGateway(service.url);
}

describe("When something is written", () => {
  it.each([
    ["a page of another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
    ["a page on another port", { "sec-fetch-site": "same-site", origin: "http://localhost:1234" }],
    ["an old browser on another site", { origin: "https://evil.example" }],
    ["a page without an origin", { origin: "null" }],
  ])("%s is refused", async (_who, headers) => {
    const { url } = await startBlog();

    const answer = await request(url).post("/posts").set(headers).send({ title: "Buy this" });

    expect(answer.status).toBe(403);
    expect(answer.type).toBe("application/problem+json");
  });

  it("the blog's own page and clients that are no browsers are let through", async () => {
    const { url } = await startBlog();

    const own = await request(url).post("/posts").set("sec-fetch-site", "same-origin").send({});
    const old = await request(url).post("/posts").set("origin", url).send({});
    const curl = await request(url).post("/posts").send({});

    expect([own.status, old.status, curl.status]).toEqual([201, 201, 201]);
  });
});
