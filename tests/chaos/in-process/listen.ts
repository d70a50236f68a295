// Starting and stopping an app within the test's own process, on a port that stays the same over restarts.

import { createServer, type Server } from "node:http";
import type { Express } from "express";

export function listen(app: Express, port: number): Promise<Server> {
  const server = createServer(app);
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
  });
}
