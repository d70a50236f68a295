// The built page: files with a hash in their name are cached for a year, everything else is revalidated each time, and every
// address that is neither a file nor a service's is the page, whose router decides what to show.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Problem } from "@blog/common/base/problem";
import type { Express } from "express";
import { serveFiles } from "./serve-files.ts";

// A program that calls a service by a wrong path must get a 404, not a page.
const OF_SERVICES = /^\/(assets|posts|events|subscriptions|status|lab)(\/|$)/;

const NOT_BUILT = "The page is not built yet: run `npm run build --workspace client`.";

/** Where `vite build` puts the page. */
export const pageFolder = fileURLToPath(new URL("../dist", import.meta.url));

/** The files whose names change with their contents. Before all that may compress: these are compressed already. */
export function addAssets(app: Express, folder: string): void {
  const assets = { immutable: true, maxAge: "1y", index: false, redirect: false } as const;
  app.use("/assets", serveFiles(join(folder, "assets"), assets));
}

export function addPage(app: Express, folder: string): void {
  const files = serveFiles(folder, {
    cacheControl: false,
    index: false,
    redirect: false,
    setHeaders: (res) => res.setHeader("cache-control", "no-cache"),
  });
  app.use(files);

  app.get(/.*/, (req, res, next) => {
    // A missing file is a 404. Answering it with the page would only hide the mistake.
    if (OF_SERVICES.test(req.path) || !req.accepts("html")) return next();
    req.url = "/index.html";
    files(req, res, (error?: unknown) => next(error ?? new Problem(503, NOT_BUILT)));
  });
}
