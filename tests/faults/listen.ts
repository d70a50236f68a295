// Starting and stopping an app within the test's own process, on a port that stays the same over restarts.

import { createServer, type Server } from "node:http";
import { frames } from "@blog/common/speed/over-frames";
import type { PersistentConnections } from "@blog/common/wire/event-endpoint";
import type { Service } from "@blog/common/http/service";

const connections = new WeakMap<Server, PersistentConnections>();

export function listen({ app, endpoint }: Service, port: number): Promise<Server> {
  const server = createServer(app);
  if (endpoint) connections.set(server, frames.accept(server, endpoint));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, () => resolve(server));
  });
}

/** Cuts every connection, as the death of the process would. */
export function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
    connections.get(server)?.destroy();
  });
}
