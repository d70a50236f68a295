// A request that offers another protocol than ours: some HTTP libraries ask for HTTP/2 in their first request to a server.
// RFC 9110 (7.8) lets a server ignore that, and Node does, until there is a listener for upgrades: before 24.9, Node then
// removes its parser from each such connection. Here the connection gets a new one.

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
