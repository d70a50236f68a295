// Bodies of public requests are JSON. A body of another kind is refused with a sentence that says what to send: without it,
// `curl -d` (which sends a form) would look as if every field were missing.

import express, { type RequestHandler } from "express";
import { Problem } from "./problem.ts";

const refuseOthers: RequestHandler = (req, _res, next) => {
  const hasBody =
    req.get("transfer-encoding") !== undefined || Number(req.get("content-length") ?? 0) > 0;
  if (hasBody && req.body === undefined) {
    throw new Problem(415, "Please send JSON, with the header content-type: application/json.");
  }
  next();
};

// The limit is larger than any valid body, so that a title that is too long is answered by name, not by size.
export const readJsonBody = [express.json({ limit: "1mb" }), refuseOthers];
