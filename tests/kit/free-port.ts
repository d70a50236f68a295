// Ports for servers that a test stops and starts again: while one is stopped, no other server and no connection gets its port.

import { createServer, type Server } from "node:net";

// Below the ranges from which systems take the ports of outgoing connections and of servers that name none (Linux: 32,768,
// macOS and Windows: 49,152), and apart from those of infra/local/ports.ts. Each worker has a part of its own.
const FIRST = 10_100;
const PARTS = 8;
const LENGTH = 1200;

const first = FIRST + (Number(process.env.VITEST_POOL_ID || 0) % PARTS) * LENGTH;
// Two runs at the same time seldom are at the same place.
let next = process.pid % LENGTH;

/** Listens on 127.0.0.1, at a port that no server had during the last thousand calls. */
export async function listenOnFreePort(server: Server): Promise<number> {
  for (;;) {
    const port = first + next;
    next = (next + 1) % LENGTH;
    if (await listenOn(server, port)) return port;
  }
}

/** Nothing listens there, until the test itself does. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnFreePort(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** False where that port is taken, or where the system keeps it for itself. */
function listenOn(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    function fail(error: NodeJS.ErrnoException): void {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(false);
      else reject(error);
    }
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", fail);
      resolve(true);
    });
  });
}
