// The gateway's connections to the services: how long one may take to come about, which are used again, and when a request
// may be sent a second time.

import { Agent, type ClientRequest, type IncomingMessage } from "node:http";
import { Agent as SecureAgent } from "node:https";
import type { Socket } from "node:net";

/** The service did not take the connection in time: the request was never sent. */
export class ConnectTimeout extends Error {}

const CONTINUE_MS = 1000;

export interface Connections {
  http: Agent;
  https: SecureAgent;
}

/** Connections that are kept for the next request. */
export const keptConnections: Connections = {
  http: new Agent({ keepAlive: true }),
  https: new SecureAgent({ keepAlive: true }),
};

/** A connection for each request. A socket just opened cannot have been closed by an idle timeout or a service that drains. */
export const freshConnections: Connections = { http: new Agent(), https: new SecureAgent() };

/** A read may be sent twice without harm (RFC 9110, 9.2.2), and can be: it has no body that would be gone by then. */
export function isRead(req: IncomingMessage): boolean {
  return (req.method === "GET" || req.method === "HEAD") && !hasBody(req);
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return "content-length" in headers || "transfer-encoding" in headers;
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

const withheld = new WeakSet<IncomingMessage>();

/**
 * Leaves the body of a write with its caller until the service has received the head of the request and sent "100 Continue"
 * (RFC 9110, 10.1.1). A service that stops resets connections that it has not accepted yet: without the body the write did
 * not happen, and can be sent again. A service that does not support it gets the body after a second.
 */
export function holdBody(req: IncomingMessage): void {
  const pipe = req.pipe.bind(req);
  withheld.add(req);
  req.pipe = (request, options) => {
    let timer: NodeJS.Timeout | undefined;
    const send = () => {
      clearTimeout(timer);
      if (withheld.delete(req)) pipe(request, options);
    };
    request.once("continue", send);
    request.once("close", () => clearTimeout(timer));
    request.once("socket", (socket: Socket) =>
      socket.once("connect", () => (timer = setTimeout(send, CONTINUE_MS))),
    );
    return request;
  };
}

/** Sends the head of a request whose body is held. */
export function sendHead(request: ClientRequest): void {
  request.setHeader("expect", "100-continue");
  request.flushHeaders();
}

export function isBodyHeld(req: IncomingMessage): boolean {
  return withheld.has(req);
}

const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/** There was no connection to the service, so the request did not happen: it may be sent again, whatever it is. */
export function wasNeverSent(error: NodeJS.ErrnoException): boolean {
  return neverSent.has(error.code ?? "") || error instanceof ConnectTimeout;
}

/**
 * Whether a request was sent on a kept connection that the service was about to close: it closes idle ones, and all of them
 * when it stops. That is not the request's fault.
 */
export function wasLostOnKeptConnection(request: ClientRequest | undefined, error: Error): boolean {
  return request?.reusedSocket === true && wasReset(error);
}

export function wasReset({ code = "" }: NodeJS.ErrnoException): boolean {
  return code === "ECONNRESET" || code === "EPIPE";
}

/** Whether a service's certificate was refused: by its authority, its name or its dates. */
export function isOfCertificate({ code = "" }: NodeJS.ErrnoException): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code);
}
