// Makes the trace a caller has begun (W3C Trace Context) the cause of the events published meanwhile.

import type { RequestHandler } from "express";
import { withCause } from "../messaging/cause.ts";
import { isTraceparent } from "./trace.ts";

export const continueTrace: RequestHandler = (req, _res, next) => {
  const traceparent = req.get("traceparent");
  // A malformed one is no reason to refuse a post: the standard starts a new trace.
  if (!isTraceparent(traceparent)) return next();
  withCause({ traceparent }, next);
};
