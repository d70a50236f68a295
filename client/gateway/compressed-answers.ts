// Compresses what services answer, if they have not done so themselves. By gzip alone: a compressor of brotli holds up to
// 16 MB, one of gzip a quarter of a megabyte. And only so many answers at a time: further ones are sent uncompressed.

import compression from "compression";
import type { Request, RequestHandler, Response } from "express";

/** A compressor and its buffers hold about 300 kB, for as long as its reader takes. */
const MAX_COMPRESSED = 32;

export function compressAnswers(max = MAX_COMPRESSED): RequestHandler[] {
  let inFlight = 0;

  // Asked once for each answer, when its headers are sent.
  function mayCompress(req: Request, res: Response): boolean {
    if (req.method === "HEAD" || res.getHeader("content-encoding") !== undefined) return false;
    if (inFlight >= max || !isWorthCompressing(req, res)) return false;
    inFlight += 1;
    res.once("close", () => (inFlight -= 1));
    return true;
  }
  return [gzipOrNothing, compression({ filter: mayCompress })];
}

// Rewritten to one encoding, for the compressor and for the services behind.
const gzipOrNothing: RequestHandler = (req, _res, next) => {
  req.headers["accept-encoding"] = req.acceptsEncodings("gzip") ? "gzip" : "identity";
  next();
};

// A compressor holds back what it gets until it has enough: a stream of events would arrive in lumps, or never.
function isWorthCompressing(req: Request, res: Response): boolean {
  if (req.headers["accept-encoding"] !== "gzip") return false;
  if (String(res.getHeader("content-type")).startsWith("text/event-stream")) return false;
  return compression.filter(req, res);
}
