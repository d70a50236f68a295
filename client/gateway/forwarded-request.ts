// The headers of a forwarded request. Those about the caller's connection are removed (RFC 9110, 7.6.1): passed on,
// "trailer" alone makes Node refuse the request to the service with an uncaught exception. The caller's X-Forwarded
// headers are replaced by the gateway's own, because any client can write them.

import type { ClientRequest, IncomingMessage } from "node:http";
import type { Request, RequestHandler } from "express";

// Not "transfer-encoding": it delimits the body, and Node writes the same again.
const HOP_BY_HOP = ["keep-alive", "proxy-connection", "proxy-authorization", "te", "trailer"];
const OF_THE_CALLER = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"];

// The blog has no cookies. Those that come were set by other programs at this host name.
const OF_OTHER_PROGRAMS = ["cookie"];

export const endHopByHop: RequestHandler = (req, _res, next) => {
  for (const name of [...HOP_BY_HOP, ...OF_OTHER_PROGRAMS, "upgrade", "expect"])
    delete req.headers[name];
  // The proxy answers with it, so the one word that is for us has to stay.
  const isLast = /\bclose\b/i.test(req.headers.connection ?? "");
  if (isLast) req.headers.connection = "close";
  else delete req.headers.connection;
  next();
};

/** The same for the response: the service's connection to us is not the caller's. */
export function endHopByHopOf({ headers }: IncomingMessage): void {
  for (const name of [...HOP_BY_HOP, "connection"]) delete headers[name];
}

/** Sends the caller's address to the service. Express knows which proxies before us are trusted ("trust proxy"). */
export function introduce(proxyReq: ClientRequest, req: Request): void {
  for (const name of OF_THE_CALLER) proxyReq.removeHeader(name);
  // A caller who has left already has no address any more.
  proxyReq.setHeader("x-forwarded-for", req.ip ?? "unknown");
  proxyReq.setHeader("x-forwarded-host", req.host ?? "");
  proxyReq.setHeader("x-forwarded-proto", req.protocol);
}
