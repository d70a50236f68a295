// Who may use the lab: callers on this machine, and no web page. And only where there is one.

import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { startTestBus } from "../test-bus.ts";
import { startLabBus } from "./lab-bus.ts";

/** The status of the answer to a request with any headers, also those that fetch does not let one set. */
function ask(url: string, method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (res) => resolve(res.resume().statusCode ?? 0))
      .once("error", reject)
      .end();
  });
}

describe("The lab of the bus", () => {
  it.each(["localhost", "localhost:4005", "127.0.0.1:1", "[::1]:4005", "LOCALHOST"])(
    "is there for who calls it %s",
    async (host) => {
      const { url } = await startLabBus();

      expect(await ask(`${url}/lab`, "GET", { host })).toBe(200);
      expect(await ask(`${url}/lab/hold`, "POST", { host })).toBe(200);
    },
  );

  it.each([
    ["a web page", { origin: "http://localhost:3000" }, 403],
    // No route of the bus is there under a stranger's name.
    ["a page that has our address under its own name", { host: "evil.example" }, 421],
    ["a name that only looks like ours", { host: "localhost.evil.example" }, 421],
    ["another address of this machine", { host: "192.168.1.2:4005" }, 403],
  ])("is not there for %s", async (_who, headers, status) => {
    const { url } = await startLabBus();

    expect(await ask(`${url}/lab`, "GET", headers)).toBe(status);
    expect(await ask(`${url}/lab/stream`, "GET", headers)).toBe(status);
    expect(await ask(`${url}/lab/hold`, "POST", headers)).toBe(status);
  });

  it.each([
    ["GET", ""],
    ["GET", "/stream"],
    ["POST", "/events"],
    ["POST", "/hold"],
    ["POST", "/reset"],
    ["POST", "/subscribers"],
  ])("is not there at all without LAB=1: %s /lab%s", async (method, path) => {
    const { url } = await startTestBus();

    expect(await ask(`${url}/lab${path}`, method, {})).toBe(404);
  });
});

describe("What is published in the lab", () => {
  it("is checked as everything else is", async () => {
    const { ask: askLab, url } = await startLabBus();

    expect(await askLab("POST", "/events", { type: "A", data: {} })).toEqual({
      status: 200,
      body: { status: "OK" },
    });
    expect(await askLab("POST", "/events", { type: "A" })).toMatchObject({ status: 400 });
    const text = await fetch(`${url}/lab/events`, { method: "POST", body: "A" });
    expect(text.status).toBe(415);
  });
});

describe("What the runner reports", () => {
  it("is in the history, and in how all stands", async () => {
    const { must, ask: askLab } = await startLabBus();
    const service = { kind: "service", name: "query", state: "stopped", pid: null };
    expect(await must("GET", "")).toMatchObject({ runner: false, services: [] });

    await must("POST", "/records", { service });

    expect(await must("GET", "")).toMatchObject({ runner: true, services: [service] });
    expect(
      await askLab("POST", "/records", { service: { ...service, state: "well" } }),
    ).toMatchObject({ status: 400, body: { errors: [{ pointer: "#/service/state" }] } });
  });
});
