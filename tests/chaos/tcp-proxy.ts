// A TCP proxy that can be told to misbehave: what a bad network does between two processes, one fault at a time. It reads
// no HTTP: bytes go through, late, twice, in part or not at all.

import { connect, createServer, type Server, type Socket } from "node:net";
import { pause } from "@blog/common/backoff";
import type { Direction, NetworkFault } from "./network-fault.ts";

export interface Proxy {
  port: number;
  url: string;
  /** Null heals; connections on which something was swallowed are broken then. */
  setFault(fault: NetworkFault | null): void;
  /** How often the fault set last has struck: a fault that nobody met has shown nothing. */
  struck(): number;
  /** How many are open now. */
  connections(): number;
  /** Nobody listens here any more, as at a process that is gone: connections are refused. */
  close(): Promise<void>;
  open(): Promise<void>;
}

interface Connection {
  client: Socket;
  target: Socket;
  passed: Record<Direction, number>;
  /** What the client has sent since the last answer. */
  request: Buffer[];
  isBroken: boolean;
}

/** Passes on to `targetPort` at this machine. With port 0 the system chooses one, which stays over `close` and `open`. */
export async function startProxy(targetPort: number, port = 0): Promise<Proxy> {
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
    from.on("end", () => void turn.then(() => to.end()));
    from.on("error", () => to.destroy());
    from.on("close", () => {
      connections.delete(connection);
      void turn.then(() => to.end());
    });
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
    if (now?.kind === "blackhole" || (now?.kind === "one way" && direction === "answer"))
      return strike(connection);
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
    const request = connection.request.splice(0);
    if (now?.kind !== "duplicate" || request.length === 0) return;
    struck += 1;
    void pause(now.afterMs).then(() => {
      const again = connect({ port: targetPort, host: "127.0.0.1" });
      again.on("error", () => again.destroy());
      again.once("data", () => again.destroy());
      again.write(Buffer.concat(request));
    });
  }

  const proxy: Proxy = {
    port,
    url: "",
    struck: () => struck,
    connections: () => connections.size,

    setFault(next) {
      for (const connection of connections) {
        if (connection.isBroken) connection.client.destroy();
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
        opening.listen(proxy.port, "127.0.0.1", resolve);
      });
      // A server that listens on a port has an address of this kind.
      proxy.port = (opening.address() as { port: number }).port;
      proxy.url = `http://127.0.0.1:${proxy.port}`;
    },
  };
  await proxy.open();
  return proxy;
}
