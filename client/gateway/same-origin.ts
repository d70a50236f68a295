// Refuses writes that a page of another site started. The services themselves allow every origin, as the course does;
// this is the door of the system, and a visitor's browser must not publish in their name because they opened a bad page.
// Clients other than browsers (curl, a test) send neither header, and may write.

import { Problem } from "@blog/common/base/problem";
import type { Request, RequestHandler } from "express";

export const refuseForeignWrites: RequestHandler = (req, _res, next) => {
  if (req.method === "GET" || req.method === "HEAD" || isFromHere(req)) return next();
  throw new Problem(403, "Writes are accepted from this system's own pages only.");
};

function isFromHere(req: Request): boolean {
  const site = req.get("sec-fetch-site");
  // "same-site" is not enough: on localhost every port is the same site.
  if (site !== undefined) return site === "same-origin" || site === "none";

  // Over plain http:// with a real host name, browsers send only Origin.
  const origin = req.get("origin");
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === req.get("host");
}
