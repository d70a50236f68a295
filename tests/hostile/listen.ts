// Real servers on free ports, within the test's own process and as strict as in production. All are stopped after the file.

import { asksForFrames } from "@blog/common/speed/frames";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttpServer } from "@blog/common/http/http-server";
import { afterAll } from "vitest";

type ServerTimeouts = Parameters<typeof createHttpServer>[1];

export interface Listening {
  url: string;
  port: number;
  server: Server;
}

const running = new Set<Server>();
afterAll(() => Promise.all([...running].map(stopListening)));

export async function listen(
  app: RequestListener,
  timeouts: ServerTimeouts = {},
): Promise<Listening> {
  const server = createHttpServer(app, { isUpgrade: asksForFrames, ...timeouts });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  running.add(server);
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, server };
}

async function stopListening(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
