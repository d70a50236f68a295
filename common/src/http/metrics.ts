// What every service counts about its requests, as Prometheus reads it at GET /metrics.

import type { Request, RequestHandler } from "express";
import { Histogram, Registry } from "prom-client";

export { Registry };

export type RequestTimes = Histogram<"method" | "route" | "status">;

/**
 * By method, route pattern (never the path: ids would make endless series) and status. On the fast path the last byte of an
 * answer counts as sent when it is handed to the socket.
 */
export function createRequestTimes(registry: Registry): RequestTimes {
  return new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from the first byte of a request to the last byte of its answer",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [registry],
  });
}

export function timeRequests(times: RequestTimes): RequestHandler {
  return (req, res, next) => {
    const stop = times.startTimer({ method: req.method });
    res.once("close", () => {
      stop({ route: routeOf(req), status: res.statusCode });
    });
    next();
  };
}

/** The pattern of the route that has answered; "other" when none has. Known once the request has been routed. */
export function routeOf(req: Request): string {
  // A route may have several paths; the first one is its name.
  const [first] = [req.route?.path].flat();
  return typeof first === "string" ? first : "other";
}
