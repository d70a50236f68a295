// A span for each request of a user. What is done for it belongs to that span, and so does what a gateway passes on: from
// here on, the request's traceparent is that of the span.

import { SpanKind } from "@opentelemetry/api";
import type { RequestHandler } from "express";
import { routeOf } from "../http/metrics.ts";
import { endSpans, handOn, startSpan } from "./spans.ts";

// Published and delivered events have spans of their own; the others are questions of machines, or files.
const NOT_TRACED =
  /^\/(events|healthz|readyz|metrics|subscriptions|status|lab|assets|api-docs)(\/|$)/;

export const traceRequests: RequestHandler = (req, res, next) => {
  if (NOT_TRACED.test(req.path)) return next();
  const { method, path } = req;
  const attributes = { "http.request.method": method, "url.path": path };
  const span = startSpan(method, SpanKind.SERVER, req.headers, attributes);
  handOn(span, req.headers);

  res.once("close", () => {
    const [route, status] = [routeOf(req), res.statusCode];
    span.updateName(`${method} ${route}`);
    span.setAttributes({ "http.route": route, "http.response.status_code": status });
    endSpans([span], status >= 500 ? `answered ${status}` : undefined);
  });
  next();
};
