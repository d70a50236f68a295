// No sender redirects us: where our own requests go is set by the environment and by nothing else (SSRF).

import type { EventBus } from "@blog/common/messaging/event-bus";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { Subscribers } from "../../event-bus/src/delivery/subscribers.ts";
import { startBusWith } from "./bus-with-one.ts";
import { listen } from "./listen.ts";
import { startGatewayTo } from "./lone-gateway.ts";
import { request } from "./raw-http.ts";

// A place that no setting names.
const visited: string[] = [];
let inside: string;
let redirect: string;

beforeAll(async () => {
  const secret = await listen((req, res) => {
    visited.push(`${req.method} ${req.url}`);
    res.end("[]");
  });
  inside = secret.url;
  const location = `${inside}/secret`;
  redirect = (await listen((_req, res) => res.writeHead(307, { location }).end())).url;
});
beforeEach(() => {
  visited.length = 0;
});

describe("A redirect is not followed", () => {
  it("by the bus, when a subscriber sends it", async () => {
    const { subscriber, publish } = await startBusWith(redirect);

    await publish("A");
    await vi.waitFor(() => expect(subscriber.parkedEvents()).toHaveLength(1), { timeout: 5000 });

    expect(subscriber.parkedEvents()[0]?.reason).toBe("answered 307");
    expect(visited).toEqual([]);
  });

  it("by a service, when its bus sends it", async () => {
    const bus = connectHttpBus(redirect);
    onTestFinished(bus.close);
    const event = { id: "1", source: "x", time: new Date().toISOString(), type: "A", data: {} };

    await expect(bus.publish([event])).rejects.toThrow("307");
    await expect(readAll(bus)).rejects.toThrow("307");

    expect(visited).toEqual([]);
  });

  it("by the gateway, when a service sends it: the caller may decide", async () => {
    const { port } = await startGatewayTo(redirect);

    const answer = await request(port, { path: "/posts" });

    expect(answer.status).toBe(307);
    expect(visited).toEqual([]);
  });

  it.each(["http://elsewhere.example/posts", "//elsewhere.example/posts"])(
    "as little as the host in a request's first line: %s",
    async (path) => {
      const paths: (string | undefined)[] = [];
      const service = await listen((req, res) => {
        paths.push(req.url);
        res.end("[]");
      });
      const { port } = await startGatewayTo(service.url);

      await request(port, { path });

      expect(paths.filter((seen) => seen !== "/posts")).toEqual([]);
    },
  );
});

describe("The list of subscribers", () => {
  it.each(["POST", "PUT", "PATCH", "DELETE"])(
    "cannot be changed by a caller: %s",
    async (method) => {
      const { port, bus } = await startBusWith(redirect);
      const body = JSON.stringify({ name: "evil", url: inside });

      for (const path of ["/subscriptions", "/subscriptions/one", "/subscriptions/evil"]) {
        const headers: [string, string][] = [["content-type", "application/json"]];
        const answer = await request(port, { method, path, headers, body });
        expect(answer.status).toBe(404);
      }

      expect([...bus.subscriptions.keys()]).toEqual(["one"]);
    },
  );

  it.each(["file:///etc/passwd", "ftp://host/x", "javascript:alert(1)", "//host/x", "host:4000"])(
    "takes nothing but http: %s",
    (url) => {
      expect(Subscribers.safeParse(`evil=${url}`).success).toBe(false);
    },
  );
});

async function readAll(bus: EventBus): Promise<void> {
  for await (const _ of bus.read({ position: 0 })) continue;
}
