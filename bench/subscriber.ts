// A subscriber that does nothing but note when it heard what, at once or slowly.

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

export interface ListeningSubscriber {
  url: string;
  /** Calls back with the id of each event, as soon as it arrives. */
  onEvent(listener: (id: string) => void): void;
  /** From now on, each answer takes this long. */
  slowDown(byMs: number): void;
  close(): Promise<void>;
}

export async function startSubscriber(): Promise<ListeningSubscriber> {
  let listener = (_id: string) => {};
  let delayMs = 0;

  const server = createServer(async (req, res) => {
    for (const id of await idsIn(req)) listener(id);
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    res.writeHead(200, { "event-bus-accepts": "batch" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://localhost:${port}`,
    onEvent(callback) {
      listener = callback;
    },
    slowDown(byMs) {
      delayMs = byMs;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function idsIn(req: IncomingMessage): Promise<string[]> {
  const body = await json(req);
  // The elements of a batch are CloudEvents, which have ids.
  if (Array.isArray(body)) return body.map((event: { id: string }) => event.id);
  return [String(req.headers["ce-id"])];
}
