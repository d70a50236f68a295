// A page of a stranger that lets its own name point to this machine (DNS rebinding): its requests come from here and have no
// Origin of another site. What is not public, and whatever is written by way of the gateway, is refused by the name.

import { FRAMES } from "@blog/common/speed/frames";
import { beforeAll, describe, expect, it } from "vitest";
import { expectCivil } from "./civil.ts";
import { request } from "./raw-http.ts";
import { type Name, startWholeBlog, type WholeBlog } from "./whole-blog.ts";

let blog: WholeBlog;
beforeAll(async () => {
  blog = await startWholeBlog({ allowedHosts: ["posts.com"] });
});

const EVENT = '{"type":"PostCreated","data":{"id":"1","title":"Rebound"}}';
const json: [string, string] = ["content-type", "application/json"];

const DOORS: [Name, string, string, string?][] = [
  ["event-bus", "GET", "/events"],
  ["event-bus", "GET", "/subscriptions"],
  ["event-bus", "GET", "/subscriptions/query/parked"],
  ["event-bus", "POST", "/subscriptions/query/parked/1/redrive"],
  ["event-bus", "POST", "/events", EVENT],
  ["posts", "POST", "/events", EVENT],
  ["comments", "POST", "/events", EVENT],
  ["query", "POST", "/events", EVENT],
  ["moderation", "POST", "/events", EVENT],
  ["gateway", "POST", "/posts/create", '{"title":"Rebound"}'],
  ["gateway", "GET", "/lab/events"],
  ["gateway", "GET", "/status"],
  ["gateway", "GET", "/posts"],
];

describe.each(DOORS)("%s %s %s", (name, method, path, body) => {
  const ask = (host: string) =>
    request(blog[name].port, {
      method,
      path,
      headers: [["host", host], json],
      ...(body !== undefined && { body }),
    });

  it.each(["evil.example", "evil.example:4005", "localhost.evil.example"])(
    "is refused under the name of %s",
    async (host) => {
      const answer = await ask(host);

      expect(answer.status).toBe(421);
      expectCivil(answer);
      expect(answer.text).not.toContain('"data"');
    },
  );

  it.each(["posts.com", "localhost:3000", "10.1.2.3:4005", "event-bus-srv:4005"])(
    "is answered under the name of %s",
    async (host) => {
      expect((await ask(host)).status).not.toBe(421);
    },
  );
});

it("No connection for frames is opened under a stranger's name", async () => {
  const headers: [string, string][] = [
    ["host", "evil.example"],
    ["connection", "upgrade, close"],
    ["upgrade", FRAMES],
  ];

  for (const name of ["event-bus", "posts", "query"] as const)
    expect((await request(blog[name].port, { path: "/events/frames", headers })).status).not.toBe(
      101,
    );
});

it("Probes and metrics are answered under any name: what asks for them knows a pod by its own", async () => {
  for (const path of ["/healthz", "/metrics"]) {
    const answer = await request(blog["event-bus"].port, {
      path,
      headers: [["host", "evil.example"]],
    });
    expect(answer.status).toBe(200);
  }
});
