// The door of the lab: everyone may look, and only a user at this machine, on the blog's own page, may touch.

import { describe, expect, it } from "vitest";
import { ask, type Headers, startLab } from "./lab-scene.ts";

const OFF = { recording: false, control: false, runner: false, cluster: false };

describe("Something is done in the lab", () => {
  it.each(["localhost:3000", "127.0.0.1", "[::1]:3000"])("on this machine, %s", async (host) => {
    const { url } = await startLab();

    expect((await ask(url, "POST", "/lab/hold", { host })).status).toBe(200);
  });

  it.each<[string, Headers]>([
    ["a page of another site", { origin: "https://evil.example" }],
    ["a page on another port", { "sec-fetch-site": "same-site", origin: "http://localhost:1" }],
    [
      "a page that has our address under its own name",
      { host: "evil.example", origin: "http://evil.example" },
    ],
    ["a client on the same network", { host: "192.168.1.2:3000" }],
    ["a client behind a proxy on this machine", { "x-forwarded-for": "203.0.113.7" }],
  ])("never by %s", async (_who, headers) => {
    const { received, url } = await startLab();

    for (const [method, path] of [
      ...[
        ["POST", "/lab/hold"],
        ["POST", "/lab/services/query/kill"],
        ["POST", "/lab/events"],
      ],
      ["PUT", "/lab/faults/posts"],
    ] as const) {
      const answer = await ask(url, method, path, headers);
      expect([403, 421]).toContain(answer.status);
      expect(answer).toMatchObject({ type: expect.stringContaining("problem+json") });
    }
    expect(received).toEqual([]);
  });

  it.each<[string, Headers]>([
    ["from another machine", { host: "192.168.1.2:3000" }],
    ["by way of a port forwarder", { "x-forwarded-for": "203.0.113.7" }],
    ["by way of a proxy", { forwarded: "for=203.0.113.7" }],
  ])("and a client that looks at it %s learns that there is none", async (_who, headers) => {
    const { received, url } = await startLab();

    const lab = await ask(url, "GET", "/lab", headers);
    for (const path of [
      ...["/lab/stream", "/lab/services", "/lab/Stream", "/lab/services/", "/lab/faults/posts"],
    ])
      expect((await ask(url, "GET", path, headers)).status).not.toBe(200);

    expect(lab).toMatchObject({ status: 200, text: JSON.stringify(OFF) });
    expect(received).toEqual([]);
    expect((await ask(url, "GET", "/lab/events", headers)).status).toBe(200);
  });
});

describe("The processes", () => {
  it("are named to those alone who may stop them", async () => {
    const { received, url } = await startLab();

    const elsewhere = await ask(url, "GET", "/lab/services", { host: "192.168.1.2:3000" });
    const here = await ask(url, "GET", "/lab/services");

    expect([elsewhere.status, here.status]).toEqual([403, 200]);
    expect(received).toHaveLength(1);
  });
});

describe("Where the lab is off", () => {
  it("the page learns that, and what every bus serves can be read", async () => {
    const { received, url } = await startLab({ hasLab: false });

    const answer = await fetch(`${url}/lab`);

    expect(await answer.json()).toEqual(OFF);
    for (const path of ["/lab/events", "/lab/subscriptions", "/lab/subscriptions/a/parked"])
      expect((await ask(url, "GET", path)).status).toBe(200);
    expect(received).toHaveLength(3);
  });

  it("in a cluster, the page learns that kubectl does what the lab does", async () => {
    const { url } = await startLab({ hasLab: false, isCluster: true });

    expect(await (await fetch(`${url}/lab`)).json()).toMatchObject({ cluster: true });
    const refused = await fetch(`${url}/lab/hold`, { method: "POST" });
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("kubectl") });
  });

  it("there is no stream and no runner, and nothing can be done", async () => {
    const { received, url } = await startLab({ hasLab: false });

    for (const path of ["/lab/stream", "/lab/services", "/lab/faults/posts"])
      expect((await ask(url, "GET", path)).status).toBe(404);
    for (const path of ["/lab/hold", "/lab/events", "/lab/services/query/kill"])
      expect((await ask(url, "POST", path)).status).toBe(403);
    expect((await ask(url, "PUT", "/lab/faults/posts")).status).toBe(403);
    const redrive = "/lab/subscriptions/a/parked/1/redrive";
    expect((await ask(url, "POST", redrive)).status).toBe(403);
    expect(received).toEqual([]);
  });
});
