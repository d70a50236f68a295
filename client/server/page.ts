// The built page: files whose names carry a hash are kept for a year, everything else is asked for each time, and every
// address that is neither a file nor a service's is the page, whose router knows what to show.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Problem } from "@blog/common/problem";
import express, { type Express } from "express";

// A program that calls a service by a wrong path shall be told so, and not be given a page.
const OF_SERVICES = /^\/(assets|posts|events|subscriptions|status|lab)(\/|$)/;

const NOT_BUILT = "The page is not built yet: run `npm run build --workspace client`.";

/** Where `vite build` puts the page. */
export const pageFolder = fileURLToPath(new URL("../dist", import.meta.url));

export function addPage(app: Express, folder: string): void {
  const assets = { immutable: true, maxAge: "1y", index: false, redirect: false } as const;
  const files = {
    cacheControl: false,
    index: false,
    redirect: false,
    setHeaders: askEachTime,
  } as const;

  app.use("/assets", express.static(join(folder, "assets"), assets));
  app.use(express.static(folder, files));

  app.get(/.*/, (req, res, next) => {
    // A missing file is a 404. Answering it with the page would only hide the mistake.
    if (OF_SERVICES.test(req.path) || !req.accepts("html")) return next();
    askEachTime(res);
    res.sendFile("index.html", { root: folder, cacheControl: false }, (error) => {
      if (!error || res.headersSent) return;
      const isMissing = "status" in error && error.status === 404;
      next(isMissing ? new Problem(503, NOT_BUILT) : error);
    });
  });
}

function askEachTime(res: { setHeader(name: string, value: string): unknown }): void {
  res.setHeader("cache-control", "no-cache");
}
