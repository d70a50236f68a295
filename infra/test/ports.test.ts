// A taken port is noticed before anything is started, and the advice names it.

import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { portAdvice } from "../local/port-advice.ts";
import { checkPorts } from "../local/port-check.ts";
import { findFreePorts, portState } from "../local/ports.ts";
import type { ServicePlan } from "../local/services.ts";

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function occupy(host?: string): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen({ port: 0, host }, resolve));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

function planAt(port: number): ServicePlan {
  return { name: "posts", folder: "", entry: "", port, url: "", env: {} };
}

describe("A port", () => {
  it.each([undefined, "127.0.0.1"])("is taken when a server listens on it (%s)", async (host) => {
    expect(await portState(await occupy(host))).toBe("taken");
  });

  it("is free when none does", async () => {
    const ports = await findFreePorts(3);

    expect(new Set(ports).size).toBe(3);
    expect(await Promise.all(ports.map(portState))).toEqual(["free", "free", "free"]);
  });

  it("is given to one only, also while that one does not listen on it yet", async () => {
    // Of this test alone: the chaos, for one, has another range.
    const few = { first: 11_000, last: 11_100 };
    const ports = [];
    for (let turn = 0; turn < 10; turn += 1) ports.push(...(await findFreePorts(3, few)));

    expect(new Set(ports).size).toBe(30);
  });
});

describe("When a port is taken", () => {
  it("names the service that wanted it, where to look and how to choose another", async () => {
    const port = await occupy();

    const advice = (await checkPorts([planAt(port)], 0)).join("\n");

    expect(advice).toContain(`Port ${port} (posts) is taken`);
    expect(advice).toContain(`POSTS_PORT=${port + 100}`);
  });

  it.each([
    ["win32", /netstat -ano \| findstr :4000/, /\$env:POSTS_PORT=4100/],
    ["darwin", /lsof -i :4000/, /POSTS_PORT=4100 npm start/],
    ["linux", /lsof -i :4000/, /POSTS_PORT=4100 npm start/],
  ] as const)("speaks the language of %s", async (platform, look, move) => {
    const advice = (await portAdvice(planAt(4000), "taken", platform)).join("\n");

    expect(advice).toMatch(look);
    expect(advice).toMatch(move);
  });

  it("waits a moment for it, because a killed runner's services need one to let go", async () => {
    const port = await occupy();
    setTimeout(() => servers[0]?.close(), 300);

    expect(await checkPorts([planAt(port)], 5000)).toEqual([]);
  });
});
