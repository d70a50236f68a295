// A way past all that a service does around a request (logging, hardening, looking for a route, res.send), for the few requests that
// services send each other all the time. What comes in an unusual way is left to the long way, which stays; and so is what
// is refused, to be logged, counted and answered with words.

import type { Express, Request, RequestHandler } from "express";
import type { Header } from "../wire/cloud-events.ts";
import { FRAMES, FRAMES_HEADER } from "./frames.ts";
import { hardeningHeaders } from "../http/hardening.ts";
import type { RequestTimes } from "../http/metrics.ts";
import { readBody } from "../http/raw-body.ts";
import { type AllowedHosts, mayComeFromWebPage } from "../http/web-pages.ts";

export interface QuickRoute {
  path: string;
  /** So many bytes at most, for each media type that is taken. */
  limits: Map<string, number>;
  /** What a request is answered with, where nothing is wrong with it. */
  body: string;
  /** A client of this name (User-Agent) opened a connection for frames, to send the same requests on it. */
  opened?: ((visitor: string) => void) | undefined;
  /** Resolves with further headers of the answer once all is done, and throws a Problem when it is not. */
  take(header: Header, body: Buffer): Promise<Record<string, string>>;
}

/** Why the quick way has refused a request. */
const refusals = new WeakMap<Request, unknown>();

/** Has to come before everything else. What it refuses is thrown again by `throwRefusal`, which has to stand on the long way. */
export function addQuickRoute(
  app: Express,
  { path, limits, body, take }: QuickRoute,
  { times, allowedHosts }: { times: RequestTimes; allowedHosts?: AllowedHosts | undefined },
): void {
  const always = {
    ...hardeningHeaders(),
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(body)),
  };
  app.post(path, async (req, res, next) => {
    res.setHeader(FRAMES_HEADER, FRAMES);
    const limit = limits.get(req.headers["content-type"] ?? "");
    if (limit === undefined || !isUsual(req, limit)) return next();
    if (mayComeFromWebPage(req.headers, allowedHosts)) return next();
    const stop = times.startTimer({ method: "POST", route: path });
    try {
      const headers = await take((name) => req.get(name), await readBody(req, res, limit));
      res.writeHead(200, { ...always, ...headers }).end(body);
      stop({ status: 200 });
    } catch (error) {
      refusals.set(req, error);
      next();
    }
  });
}

export const throwRefusal: RequestHandler = (req, _res, next) => {
  next(refusals.get(req));
};

// Nothing that has to be refused, decoded or limited before the body has been read.
function isUsual({ headers }: Request, limit: number): boolean {
  return Number(headers["content-length"]) <= limit && headers["content-encoding"] === undefined;
}
