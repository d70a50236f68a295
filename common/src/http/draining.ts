// How a server stops without breaking off a request: it takes no new connections, marks each answer as the last one of its
// connection, and waits. Without the word "close" a proxy keeps the connection, and sends its next request into the end of it.

import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { PersistentConnections } from "../wire/event-endpoint.ts";

/** Requests in flight may finish within this time. */
export const DRAIN_MS = 8000;

export interface Draining {
  /** From now on, each answer whose headers are not sent yet carries `Connection: close`. */
  begin(): void;
  /** Resolves once nothing is in flight any more; after DRAIN_MS all connections are cut. */
  end(frames?: PersistentConnections): Promise<void>;
}

/** To be called before the server listens. */
export function prepareDraining(server: Server): Draining {
  // The last answer of each connection: kept by connection, so that it costs a request next to nothing.
  const answers = new Map<Socket, ServerResponse | undefined>();
  let isDraining = false;
  server.on("connection", (socket) => {
    answers.set(socket, undefined);
    socket.once("close", () => answers.delete(socket));
  });
  server.prependListener("request", (req, res) => {
    answers.set(req.socket, res);
    if (isDraining) closeAfter(res);
  });

  return {
    begin() {
      isDraining = true;
      for (const res of answers.values()) if (res) closeAfter(res);
    },

    end(frames) {
      return new Promise((resolve) => {
        frames?.end();
        const sweep = setInterval(() => server.closeIdleConnections(), 50);
        const deadline = setTimeout(() => {
          server.closeAllConnections();
          frames?.destroy();
        }, DRAIN_MS);
        server.close(() => {
          clearInterval(sweep);
          clearTimeout(deadline);
          resolve();
        });
      });
    },
  };
}

function closeAfter(res: ServerResponse): void {
  res.shouldKeepAlive = false;
}
