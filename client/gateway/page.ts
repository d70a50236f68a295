// The built page: files with a hash in their name are cached for a year, everything else is revalidated each time, and every
// address that is neither a file nor a service's is the page, whose router decides what to show. The page carries
// the name of its system (data-system), by which its script finds what to show. It also has the system's title and
// description, for search engines and others that run no script.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Problem } from "@blog/common/base/problem";
import type { Express } from "express";
import type { Route, System } from "../../infra/systems/system.ts";
import { rootsOf } from "./routes.ts";
import { serveFiles } from "./serve-files.ts";

const NOT_BUILT = "The page is not built yet: run `npm run build --workspace client`.";

/** Where `vite build` puts the page. */
export const pageFolder = fileURLToPath(new URL("../dist", import.meta.url));

/** The files whose names change with their contents. Before all that may compress: these are compressed already. */
export function addAssets(app: Express, folder: string): void {
  const assets = { immutable: true, maxAge: "1y", index: false, redirect: false } as const;
  app.use("/assets", serveFiles(join(folder, "assets"), assets));
}

/** What is below an address of a service, or of the gateway itself, is no page. */
const OWN = ["assets", "events", "subscriptions", "status", "lab"];

/** What is written on the page of a system. */
export type SystemOnPage = Pick<System, "name" | "title" | "description">;

export function addPage(
  app: Express,
  folder: string,
  { system, routes }: { system: SystemOnPage; routes: readonly Route[] },
): void {
  const { name, title, description } = system;
  const markup = [name, title, description].find((text) => /[<>"&]/.test(text));
  if (markup) throw new RangeError(`"${markup}" cannot stand in HTML as it is.`);
  // A program that calls a service by a wrong path must get a 404, not a page.
  const ofServices = new RegExp(`^/(${[...OWN, ...rootsOf(routes)].join("|")})(/|$)`);
  const files = serveFiles(folder, {
    cacheControl: false,
    index: false,
    redirect: false,
    setHeaders: (res) => res.setHeader("cache-control", "no-cache"),
  });
  app.use(files);

  app.get(/.*/, async (req, res, next) => {
    // A missing file is a 404. Answering it with the page would only hide the mistake.
    if (ofServices.test(req.path) || !req.accepts("html")) return next();
    const page = await readFile(join(folder, "index.html"), "utf8").catch(() => {
      throw new Problem(503, NOT_BUILT);
    });
    res.setHeader("cache-control", "no-cache");
    res.send(pageOf(system, page));
  });
}

function pageOf({ name, title, description }: SystemOnPage, page: string): string {
  return page
    .replace("<html", `<html data-system="${name}"`)
    .replace(/<title>[^<]*/, `<title>${title}`)
    .replace(/(<meta name="description" content=")[^"]*/, `$1${description}`);
}
