// A way past all that a service does around a request (logging, hardening, looking for a route, res.send), for the few requests that
// services send each other all the time. What comes in an unusual way is left to the long way, which stays; and so is what
// is refused, to be logged and answered with words.

import type { Request, RequestHandler, Response } from "express";
import { Problem } from "./problem.ts";

/** Why the quick way has refused a request. */
const refusals = new WeakMap<Request, unknown>();

/**
 * Calls `answer` with the whole body, if its media type is one of these and it has so many bytes at most. What `answer` throws is
 * thrown again by `throwRefusal`, which has to stand on the long way.
 */
export function quickly(
  limits: Map<string, number>,
  answer: (req: Request, res: Response, body: Buffer) => Promise<void>,
): RequestHandler {
  return async (req, res, next) => {
    if (!isUsual(req, limits)) return next();
    try {
      await answer(req, res, await bodyOf(req));
    } catch (error) {
      refusals.set(req, error);
      next();
    }
  };
}

export const throwRefusal: RequestHandler = (req, _res, next) => {
  next(refusals.get(req));
};

// Nothing that has to be refused, decoded or limited before the body has been read.
function isUsual({ headers }: Request, limits: Map<string, number>): boolean {
  return (
    Number(headers["content-length"]) <= (limits.get(headers["content-type"] ?? "") ?? -1) &&
    headers["content-encoding"] === undefined &&
    headers.origin === undefined
  );
}

function bodyOf(req: Request): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.once("end", () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    req.once("error", () => reject(new Problem(400, "The request cannot be read.")));
  });
}
