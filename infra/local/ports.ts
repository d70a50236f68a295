// Is a port free? Asked both ways, because systems differ: macOS lets two listen on one port at different addresses,
// and Windows reserves ranges of ports on which no program may listen.

import { connect, createServer, type Server } from "node:net";

export type PortState = "free" | "taken" | "forbidden";

export async function portState(port: number): Promise<PortState> {
  const answers = await Promise.all([isListening(port, "127.0.0.1"), isListening(port, "::1")]);
  return answers.includes(true) ? "taken" : tryToListen(port);
}

function isListening(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    socket.setTimeout(500);
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
    socket.once("timeout", () => finish(false));
    function finish(answered: boolean): void {
      socket.destroy();
      resolve(answered);
    }
  });
}

function tryToListen(port: number): Promise<PortState> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      resolve(error.code === "EACCES" ? "forbidden" : "taken");
    });
    server.listen({ port, exclusive: true }, () => server.close(() => resolve("free")));
  });
}

// Below the range from which systems take the ports of outgoing connections: a port stays free while its service is down.
const RANGE = { first: 20_000, last: 32_000 };

// The caller that was given a port may not listen on it yet, or not at this moment.
const given = new Set<number>();

/**
 * Ports that were free a moment ago, and none that this process was given before: each is held until the last one is found.
 * Another process may still take one before it is used, so the caller must be ready to ask again.
 */
export async function findFreePorts(count: number, { first, last } = RANGE): Promise<number[]> {
  const held = new Map<number, Server>();
  while (held.size < count) {
    const port = first + Math.floor(Math.random() * (last - first));
    if (given.has(port)) continue;
    const server = await hold(port);
    if (!server) continue;
    given.add(port);
    held.set(port, server);
  }
  await Promise.all([...held.values()].map((server) => new Promise((done) => server.close(done))));
  return [...held.keys()];
}

function hold(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen({ port, exclusive: true }, () => resolve(server));
  });
}
