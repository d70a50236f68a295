// Real servers on free ports, within the test's own process.

import type { Server as HttpServer } from "node:http";
import type { Server } from "node:net";
import { listenOnFreePort } from "./free-port.ts";

export interface Listening {
  url: string;
  port: number;
  /** Nothing listens there any more, from one moment to the next. May be called again. */
  stop(): Promise<void>;
}

/** Settles when it listens on 127.0.0.1. With a port given, where another server has stopped. */
export async function serve(server: Server | HttpServer, given?: number): Promise<Listening> {
  const port = given ? await listenAgain(server, given) : await listenOnFreePort(server);
  return { url: `http://127.0.0.1:${port}`, port, stop: () => stop(server) };
}

function listenAgain(server: Server | HttpServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(port));
  });
}

async function stop(server: Server | HttpServer): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // What came over plain TCP ends when the test ends it.
  if (!("closeAllConnections" in server)) return;
  server.closeAllConnections();
  await closed;
}
