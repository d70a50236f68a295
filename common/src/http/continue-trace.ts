// Makes the trace that a caller has begun (W3C Trace Context) the cause of the events published meanwhile. Where no spans are
// made, the trace is passed on as it came.

import type { RequestHandler } from "express";
import { withCause } from "../messaging/cause.ts";

// https://www.w3.org/TR/trace-context/#traceparent-header-field-values
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

export const continueTrace: RequestHandler = (req, _res, next) => {
  const traceparent = req.get("traceparent");
  // A malformed one is no reason to refuse a post: the standard starts a new trace.
  if (traceparent === undefined || !TRACEPARENT.test(traceparent)) return next();
  withCause({ traceparent }, next);
};
