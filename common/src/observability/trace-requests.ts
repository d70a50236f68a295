// A span for each request of a user. What is done for it belongs to that span, and so does what a gateway passes on: from
// here on, the request's traceparent is that of the span.

import type { RequestHandler } from "express";
import { routeOf } from "../http/metrics.ts";
import { isTracing, startSpan } from "./trace.ts";

// Published and delivered events have spans of their own; the others are questions of machines, or files.
const NOT_TRACED =
  /^\/(events|healthz|readyz|metrics|subscriptions|status|lab|assets|api-docs)(\/|$)/;

export const traceRequests: RequestHandler = (req, res, next) => {
  if (!isTracing() || NOT_TRACED.test(req.path)) return next();
  const span = startSpan({
    name: req.method,
    kind: "server",
    parent: req.get("traceparent"),
    attributes: { "http.request.method": req.method, "url.path": req.path },
  });
  if (!span) return next();

  req.headers.traceparent = span.traceparent;
  res.once("close", () => {
    const route = routeOf(req);
    span.end({
      name: `${req.method} ${route}`,
      attributes: { "http.route": route, "http.response.status_code": res.statusCode },
      failure: res.statusCode >= 500 ? `answered ${res.statusCode}` : undefined,
    });
  });
  next();
};
