// Is a port free? Asked both ways, because systems differ: macOS lets two listen on one port at different addresses,
// and Windows reserves ranges of ports in which nobody listens.

import { createServer, connect } from "node:net";

export type PortState = "free" | "taken" | "forbidden";

export async function portState(port: number): Promise<PortState> {
  const heard = await Promise.all([
    somebodyAnswers(port, "127.0.0.1"),
    somebodyAnswers(port, "::1"),
  ]);
  return heard.includes(true) ? "taken" : tryToListen(port);
}

function somebodyAnswers(port: number, host: string): Promise<boolean> {
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

/**
 * Ports that were free a moment ago, all different: they are held until the last one is found. Another process may
 * still take one before it is used, so whoever asks must be ready to ask again.
 */
export async function findFreePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(
    servers.map((server) => new Promise<void>((resolve) => server.listen(0, resolve))),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
