// Strangers who connect and then do nothing, or next to nothing.

import { createService } from "@blog/common/http/service";
import { beforeAll, describe, expect, it } from "vitest";
import type { Server } from "node:http";
import { promisify } from "node:util";
import { until } from "../kit/until.ts";
import { expectCivil } from "./civil.ts";
import { listen, type Listening } from "./listen.ts";
import { open, type RawAnswer, read, request, toBytes } from "./raw-http.ts";

// As in production, in a hurry.
const timeouts = { headersMs: 200, requestMs: 400, silenceMs: 600 };
let place: Listening;

beforeAll(async () => {
  const { app } = createService("door", {
    routes(routes) {
      routes.all("/hello", (_req, res) => void res.send("hello"));
      routes.get("/large", (_req, res) => void res.send("x".repeat(50_000_000)));
    },
  });
  place = await listen(app, timeouts);
});

const connectionsTo = (server: Server) => promisify(server.getConnections.bind(server))();

async function expectStillHere(): Promise<void> {
  const answer = await request(place.port, { path: "/hello" });
  expect(answer.text).toBe("hello");
}

describe("A connection ends", () => {
  const head = "POST /hello HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";

  it.each([
    ["sends nothing", ""],
    ["never comes to the end of its first line", "GET /hel"],
    ["never comes to the end of its headers", `${head}x-slow: `],
    ["never comes to the end of its body", `${head}content-length: 100\r\n\r\n{`],
    ["never comes to its last chunk", `${head}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n`],
  ])("with 408 when it %s", async (_what, beginning) => {
    const socket = await open(place.port);

    socket.write(beginning);
    const answer = await read(socket);

    expect(answer.status).toBe(408);
    expectCivil(answer);
  });

  it("when its headers come byte by byte: each byte is no reason to wait again", async () => {
    const socket = await open(place.port);
    socket.write("GET /hello HTTP/1.1\r\nx-slow: ");
    const dripping = setInterval(() => socket.write("x"), 20);

    const answer = await read(socket, 4000);
    clearInterval(dripping);

    expect(answer.status).toBe(408);
  });

  it("when it asks for much and reads none of it", async () => {
    const socket = await open(place.port);
    socket.write(toBytes({ path: "/large" }));
    socket.pause();

    // The server has ended it; what the system has taken of it before is still there to be read.
    await until(async () => expect(await connectionsTo(place.server)).toBe(0));
    const reading = read(socket);
    socket.resume();

    const answer = await reading;
    expect(answer.text.length).toBeLessThan(50_000_000);
  });
});

describe("Two thousand connections that send nothing", () => {
  it("keep no other client from being answered, and are closed", { timeout: 30_000 }, async () => {
    const ends: Promise<RawAnswer>[] = [];
    // In groups: there is a limit to how many may knock at the same time.
    while (ends.length < 2000) {
      const sockets = await Promise.all(Array.from({ length: 100 }, () => open(place.port)));
      ends.push(...sockets.map((socket) => read(socket, 20_000)));
    }

    await expectStillHere();

    const statuses = new Set((await Promise.all(ends)).map(({ status }) => status));
    expect(statuses).toEqual(new Set([408]));
  });

  it("cannot become any number", async () => {
    const { app } = createService("door", {});
    const { port } = await listen(app, { connections: 10 });

    const sockets = await Promise.all(Array.from({ length: 30 }, () => open(port)));
    const closed = await Promise.all(sockets.slice(10).map((socket) => read(socket)));

    expect(new Set(closed.map(({ raw }) => raw))).toEqual(new Set([""]));
    for (const socket of sockets) socket.destroy();
  });
});
