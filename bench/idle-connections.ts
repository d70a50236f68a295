// Connections that send nothing. A service hangs up on them after a while; each is opened again at once.

import { connect, type Socket } from "node:net";

export interface IdleConnections {
  open(): number;
  close(): void;
}

/** Opens them a few at a time: there is a limit to how many may connect at once. */
export function holdIdleConnections(url: string, count: number): IdleConnections {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isClosing = false;
  let wanted = count;

  function openOne(): void {
    const socket = connect(Number(port), hostname);
    sockets.add(socket);
    socket.resume();
    // "close" reports the end of a connection.
    socket.on("error", () => socket.destroy());
    socket.on("end", () => socket.destroy());
    socket.once("close", () => {
      sockets.delete(socket);
      wanted += 1;
    });
  }

  const opening = setInterval(() => {
    for (let attempts = 0; attempts < 20 && wanted > 0 && !isClosing; attempts += 1) {
      wanted -= 1;
      openOne();
    }
  }, 20);

  return {
    open: () => sockets.size,
    close() {
      isClosing = true;
      clearInterval(opening);
      for (const socket of sockets) socket.destroy();
    },
  };
}
