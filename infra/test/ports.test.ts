// A taken port is noticed before anything is started, and the advice names it.

import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ownerInNetstat, portAdvice } from "../local/port-advice.ts";
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
  return { name: "posts", service: "posts", folder: "", entry: "", port, url: "", env: {} };
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
    const advice = (
      await portAdvice({ name: "posts", port: 4000, variable: "POSTS_PORT" }, "taken", platform)
    ).join("\n");

    expect(advice).toMatch(look);
    expect(advice).toMatch(move);
  });

  it.each([
    ["English", "  TCP    0.0.0.0:4000           0.0.0.0:0              LISTENING       4711"],
    ["German", "  TCP    0.0.0.0:4000           0.0.0.0:0              ABHÖREN         4711"],
    ["IPv6", "  TCP    [::]:4000              [::]:0                 LISTENING       4711"],
  ])("finds its process in what Windows shows (%s)", (_language, line) => {
    const client = "  TCP    127.0.0.1:4000         127.0.0.1:50112        ESTABLISHED     12";
    const longer = "  TCP    0.0.0.0:40001          0.0.0.0:0              LISTENING       13";

    expect(ownerInNetstat([client, longer, line].join("\r\n"), 4000)).toBe("process 4711");
    expect(ownerInNetstat([client, longer].join("\r\n"), 4000)).toBeUndefined();
  });

  it("mentions outgoing connections where one may have it, and no listener was found", async () => {
    const own = { name: "author-service, gRPC", variable: "AUTHOR_SERVICE_GRPC_PORT" };
    const advice = (port: number, platform: NodeJS.Platform) =>
      portAdvice({ ...own, port }, "taken", platform).then((lines) => lines.join("\n"));
    const [free = 0] = await findFreePorts(1, { first: 50_000, last: 60_000 });

    expect(await advice(free, "linux")).toContain("try again in a minute");
    expect(await advice(free, "linux")).toContain(`AUTHOR_SERVICE_GRPC_PORT=${free + 100}`);
    expect(await advice(free, "darwin")).not.toContain("outgoing");
    expect(await advice(4000, "linux")).not.toContain("outgoing");
  });

  it("is noticed for calls over gRPC, too", async () => {
    const [http = 0] = await findFreePorts(1);
    const grpcPort = await occupy();

    const advice = (await checkPorts([{ ...planAt(http), grpcPort }], 0)).join("\n");

    expect(advice).toContain(`Port ${grpcPort} (posts, gRPC) is taken`);
    expect(advice).toContain(`POSTS_GRPC_PORT=${grpcPort + 100}`);
  });

  it("waits a moment for it, because a killed runner's services need one to let go", async () => {
    const port = await occupy();
    setTimeout(() => servers[0]?.close(), 300);

    expect(await checkPorts([planAt(port)], 5000)).toEqual([]);
  });
});
