// A request that would like another protocol than ours: some libraries of HTTP ask for HTTP/2 whenever they first speak to
// somebody. RFC 9110 (7.8) lets a server go on as if that had not been said, and Node does, until somebody listens for
// upgrades: until 24.9, it then takes its parser from each such connection. Here it gets a new one.

import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";

/** Answers the request as if it had not asked for an upgrade. `first` is what came after its headers. */
export function asOrdinaryRequest(
  server: Server,
  req: IncomingMessage,
  socket: Socket,
  first: Buffer,
): void {
  const { method, url, httpVersion, rawHeaders } = req;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (name.toLowerCase() !== "upgrade") lines.push(`${name}: ${rawHeaders[at + 1]}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), first]));
  server.emit("connection", socket);
}
