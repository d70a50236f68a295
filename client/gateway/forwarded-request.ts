// A request on its way from one connection to another. What it says about the first one ends here (RFC 9110, 7.6.1): passed
// on, "trailer" alone would make Node refuse the request to the service by an exception nobody catches. And who the caller
// is, the gateway says itself: whatever a stranger writes into X-Forwarded-For is theirs to write, not ours to believe.

import type { ClientRequest, IncomingMessage } from "node:http";
import type { Request, RequestHandler } from "express";

// Not "transfer-encoding": it says where the body ends, and Node writes the same again.
const HOP_BY_HOP = ["keep-alive", "proxy-connection", "proxy-authorization", "te", "trailer"];
const OF_THE_CALLER = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"];

// The blog has no cookies. Those that come were set by other programs at this host name, whose business they are.
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

/** The same on the way back: the service's connection to us is not the caller's. */
export function endHopByHopOf({ headers }: IncomingMessage): void {
  for (const name of [...HOP_BY_HOP, "connection"]) delete headers[name];
}

/** Says to the service who calls. The proxies before us that may be believed are known to Express ("trust proxy"). */
export function introduce(proxyReq: ClientRequest, req: Request): void {
  for (const name of OF_THE_CALLER) proxyReq.removeHeader(name);
  // A caller who has left already has no address any more.
  proxyReq.setHeader("x-forwarded-for", req.ip ?? "unknown");
  proxyReq.setHeader("x-forwarded-host", req.host ?? "");
  proxyReq.setHeader("x-forwarded-proto", req.protocol);
}
