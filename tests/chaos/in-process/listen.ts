// Starting and stopping an app within the test's own process, on a port that stays the same over restarts.

import { createServer, type Server } from "node:http";
import { acceptFrames, type FrameServer } from "@blog/common/speed/frame-server";
import type { Service } from "@blog/common/http/service";

const connections = new WeakMap<Server, FrameServer>();

export function listen(
  { app, frames }: Pick<Service, "app" | "frames">,
  port: number,
): Promise<Server> {
  const server = createServer(app);
  if (frames) connections.set(server, acceptFrames(server, frames));
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
