// A TCP proxy that misbehaves on demand: what a bad network does between two processes, one fault at a time. It reads
// no HTTP: bytes go through, late, twice, in part or not at all.

import { connect, createServer, type Server, type Socket } from "node:net";
import { pause } from "@blog/common/base/backoff";
import { FRAMES } from "@blog/common/speed/frames";
import { freePort } from "../kit/free-port.ts";
import type { Direction, NetworkFault, Proxy } from "./network-fault.ts";
import { repeatRequest } from "./repeat-request.ts";

interface Connection {
  client: Socket;
  target: Socket;
  passed: Record<Direction, number>;
  /** What the client has sent since the last answer. */
  request: Buffer[];
  /** The request that made it one for frames. */
  upgrade?: Buffer;
  isBroken: boolean;
}

/** Passes on to `targetPort` at this machine. Without a port it has one of its own, also over `close` and `open`. */
export async function startProxy(targetPort: number, ownPort?: number): Promise<Proxy> {
  const port = ownPort ?? (await freePort());
  const connections = new Set<Connection>();
  let fault: NetworkFault | null = null;
  let struck = 0;
  let server: Server | undefined;

  function strike(connection: Connection): void {
    struck += 1;
    connection.isBroken = true;
  }

  function breakOff(connection: Connection): void {
    strike(connection);
    for (const end of [connection.client, connection.target]) end.resetAndDestroy();
  }

  function accept(client: Socket): void {
    const target = connect({ port: targetPort, host: "127.0.0.1" });
    const passed = { request: 0, answer: 0 };
    const connection: Connection = { client, target, passed, request: [], isBroken: false };
    connections.add(connection);
    couple(connection, client, target, "request");
    couple(connection, target, client, "answer");
    if (fault?.kind === "reset") breakOff(connection);
  }

  function couple(connection: Connection, from: Socket, to: Socket, direction: Direction): void {
    // One after the other, also where a pause is over in the middle of a delay.
    let turn = Promise.resolve();
    from.setNoDelay(true);
    from.on("data", (chunk) => {
      from.pause();
      turn = turn.then(() => pass(connection, to, direction, chunk)).then(() => void from.resume());
    });
    from.on("error", () => {});
    for (const event of ["end", "close"])
      from.on(event, () => void turn.then(() => hangUp(connection, to, direction)));
  }

  // Where nothing passes, neither side learns of an end either: a half-open connection.
  function hangUp(connection: Connection, to: Socket, direction: Direction): void {
    if (connection.client.closed && connection.target.closed) connections.delete(connection);
    if (swallows(direction)) connection.isBroken = true;
    else to.end();
  }

  function swallows(direction: Direction): boolean {
    return fault?.kind === "blackhole" || (fault?.kind === "one way" && direction === "answer");
  }

  async function pass(
    connection: Connection,
    to: Socket,
    direction: Direction,
    chunk: Buffer,
  ): Promise<void> {
    const now = fault;
    if (direction === "answer") repeat(connection, now);
    else connection.request.push(chunk);
    if (now?.kind === "reset") return breakOff(connection);
    if (swallows(direction)) return strike(connection);
    if (now?.kind === "delay") {
      struck += 1;
      await pause(now.delayMs);
    }
    const room = now?.kind === "cut" && now.direction === direction ? now.afterBytes : Infinity;
    const left = room - connection.passed[direction];
    connection.passed[direction] += chunk.length;
    if (to.writable) to.write(chunk.subarray(0, Math.max(0, left)));
    if (left <= chunk.length) await pause(1).then(() => breakOff(connection));
  }

  // The answer has begun, so the request was whole.
  function repeat(connection: Connection, now: NetworkFault | null): void {
    const request = Buffer.concat(connection.request.splice(0));
    const { upgrade } = connection;
    if (request.includes(`upgrade: ${FRAMES}`)) {
      connection.upgrade = request;
      return;
    }
    if (now?.kind !== "duplicate" || request.length === 0) return;
    struck += 1;
    void pause(now.afterMs).then(() => repeatRequest(targetPort, request, upgrade));
  }

  const proxy: Proxy = {
    port,
    url: `http://127.0.0.1:${port}`,
    struck: () => struck,
    connections: () => connections.size,

    setFault(next) {
      for (const connection of connections) {
        const { client, target, isBroken } = connection;
        if (isBroken) for (const end of [client, target]) end.destroy();
        connection.passed = { request: 0, answer: 0 };
      }
      if (next) struck = 0;
      fault = next;
    },

    async close() {
      const closing = server;
      server = undefined;
      for (const { client, target } of connections) {
        client.resetAndDestroy();
        target.destroy();
      }
      if (closing) await new Promise((resolve) => closing.close(resolve));
    },

    async open() {
      if (server) return;
      const opening = createServer(accept);
      server = opening;
      await new Promise<void>((resolve, reject) => {
        opening.once("error", reject);
        opening.listen(port, "127.0.0.1", resolve);
      });
    },
  };
  await proxy.open();
  return proxy;
}
