// Bodies of public requests are JSON. A body of another kind is refused with a sentence about what to send: without it,
// `curl -d` (which sends a form) would look as if every field were missing.

import type { RequestHandler } from "express";
import { parseJson } from "../wire/json-text.ts";
import { Problem } from "../base/problem.ts";
import { rawBody } from "./raw-body.ts";

// express.json() would take bytes that are not UTF-8 for other characters: json-text.ts reads as all our doors do.
const parseBody: RequestHandler = (req, _res, next) => {
  if (!Buffer.isBuffer(req.body)) return next();
  // Nothing at all is an empty form: the answer names what is missing.
  req.body = req.body.length === 0 ? {} : parseJson(req.body, req.get("content-type"));
  next();
};

const refuseOthers: RequestHandler = (req, _res, next) => {
  const hasBody =
    req.get("transfer-encoding") !== undefined || Number(req.get("content-length") ?? 0) > 0;
  if (hasBody && req.body === undefined) {
    throw new Problem(415, "Please send JSON, with the header content-type: application/json.");
  }
  next();
};

// Larger than any valid body, which is a thousand characters of many bytes each: so that a title that is too long is
// answered by name, not by size.
const MAX_BYTES = 128 * 1024;

export const readJsonBody = [
  rawBody({ type: "application/json", limit: MAX_BYTES }),
  parseBody,
  refuseOthers,
];
