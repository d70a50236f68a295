// The Postman collection for the learner: every call in it works as its own tests demand, and every answer is one that the
// service's description at /api-docs knows.

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { type Blog, startBlog } from "../kit/blog.ts";
import { createDescription, type Description } from "./described-answers.ts";
import { readCollection, runTests, send } from "./postman.ts";

const HOSTS = {
  posts: "posts",
  comments: "comments",
  query: "query",
  moderation: "moderation",
  eventBus: "event-bus",
  blog: "client",
} as const;

const { calls, variables } = readCollection("docs/blog.postman_collection.json");
const descriptions = new Map<string, Description>();
const called = new Map<string, Set<string>>();
let blog: Blog;

beforeAll(async () => {
  blog = await startBlog();
  for (const [variable, service] of Object.entries(HOSTS)) {
    variables.set(variable, blog.urls[service]);
    if (service === "client") continue;
    const response = await fetch(`${blog.urls[service]}/api-docs/openapi.json`);
    // As it is written in the service's api-docs.ts; tests/openapi.test.ts validates it.
    descriptions.set(variable, createDescription((await response.json()) as never));
    called.set(variable, new Set());
  }
});

describe("The Postman collection", () => {
  it("calls the services at the course's ports", () => {
    const { variables: asShipped } = readCollection("docs/blog.postman_collection.json");

    const hosts = Object.keys(HOSTS).map((variable) => [variable, asShipped.get(variable)]);
    expect(Object.fromEntries(hosts)).toEqual({
      posts: "http://localhost:4000",
      comments: "http://localhost:4001",
      query: "http://localhost:4002",
      moderation: "http://localhost:4003",
      eventBus: "http://localhost:4005",
      blog: "http://localhost:3000",
    });
  });

  const byName = calls.map((call) => [`${call.folder}: ${call.name}`, call] as const);

  it.each(byName)("%s", async (_name, call) => {
    // What is read may need a moment to arrive. What is published, is published once.
    const mayRepeat = call.request.method === "GET";
    const answer = mayRepeat ? await vi.waitFor(attempt, { timeout: 20_000 }) : await attempt();

    async function attempt() {
      const answered = await send(call, variables);
      expect(runTests(call, answered, variables)).not.toEqual([]);
      return answered;
    }

    const [, host = "", path = ""] = /^\{\{(\w+)\}\}([^?]*)/.exec(call.request.url.raw) ?? [];
    if (!descriptions.has(host) || path.startsWith("/api-docs")) return;
    const operation = descriptions.get(host)?.check({
      method: call.request.method.toLowerCase(),
      path,
      status: answer.status,
      contentType: answer.headers.get("content-type"),
      text: answer.text,
    });
    called.get(host)?.add(operation ?? "");
  });

  it("has every operation that is described at /api-docs", () => {
    const described = [...descriptions].map(([host, { operations }]) => [
      host,
      new Set(operations),
    ]);

    expect(Object.fromEntries(called)).toEqual(Object.fromEntries(described));
  });

  it("names nothing twice, and describes what it is a collection of", () => {
    const names = byName.map(([name]) => name);
    const { info } = JSON.parse(readFileSync("docs/blog.postman_collection.json", "utf8"));

    expect(names).toEqual([...new Set(names)]);
    expect(info.schema).toBe(
      "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    );
  });
});
