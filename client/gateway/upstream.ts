// The gateway's connections to the services: how long one may take to come about, which are used again, and when a request
// may be sent a second time.

import { Agent, type ClientRequest, type IncomingMessage } from "node:http";

/** The service did not take the connection in time: the request was never sent. */
export class ConnectTimeout extends Error {}

/** Connections that are kept for the next request. */
export const keptConnections = new Agent({ keepAlive: true });

/** A connection for each request. A socket just opened cannot have been closed by an idle timeout or a service that drains. */
export const freshConnections = new Agent();

/** A read may be sent twice without harm (RFC 9110, 9.2.2), and can be: it has no body that would be gone by then. */
export function isRead({ method = "", headers }: IncomingMessage): boolean {
  const hasBody = "content-length" in headers || "transfer-encoding" in headers;
  return (method === "GET" || method === "HEAD") && !hasBody;
}

/**
 * Ends a request with a ConnectTimeout when its connection is not there after so many milliseconds. Node's own time limit
 * for a request begins with the connection: an address that answers nothing, such as that of a pod just gone, would hold
 * the request for minutes.
 */
export function connectWithin(request: ClientRequest, ms: number): void {
  const { socket } = request;
  if (!socket?.connecting) return;
  const timer = setTimeout(() => request.destroy(new ConnectTimeout()), ms);
  for (const event of ["connect", "close"]) socket.once(event, () => clearTimeout(timer));
}

/**
 * Whether a request was sent on a kept connection that the service was about to close: it closes idle ones, and all of them
 * when it stops. That says nothing about the request.
 */
export function wasLostOnKeptConnection(
  request: ClientRequest | undefined,
  { code = "" }: NodeJS.ErrnoException,
): boolean {
  return request?.reusedSocket === true && (code === "ECONNRESET" || code === "EPIPE");
}
