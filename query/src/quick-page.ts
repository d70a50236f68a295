// GET /posts?limit=n, the page that everybody looks at first, before all that a service does around a request. Its text is
// made once for each state of the view. The plain version is the route in app.ts, and it stays: what is asked for in an
// unusual way goes there, and so does every request that is to be traced.

import type { IncomingHttpHeaders } from "node:http";
import { hardeningHeaders } from "@blog/common/hardening";
import { EXPOSED_HEADERS } from "@blog/common/service";
import { isTracing } from "@blog/common/trace";
import type { Express, Request } from "express";
import { type Page, toPage } from "./pages.ts";
import type { View } from "./view.ts";

const HEADERS = {
  ...hardeningHeaders(),
  // As cors answers a request without credentials.
  "access-control-allow-origin": "*",
  "access-control-expose-headers": EXPOSED_HEADERS.join(","),
  vary: "Accept",
  "cache-control": "no-cache",
};
const USUAL = /^\/posts\?limit=([1-9]\d?|100)$/;
const ONE_ETAG = /^"[^"*]+"$/;

interface Answer {
  body: Buffer;
  headers: string[];
}

interface QuickPageOptions {
  view: View;
  /** Names the state of the view. */
  revision(): string;
  nextLink(limit: number, page: Page): string | undefined;
}

export function addQuickPage(app: Express, { view, revision, nextLink }: QuickPageOptions): void {
  let current = { etag: "", unchanged: [] as string[], answers: new Map<number, Answer>() };

  function state() {
    const etag = `"${revision()}"`;
    if (etag !== current.etag)
      current = { etag, unchanged: flat({ ...HEADERS, etag }), answers: new Map() };
    return current;
  }

  function answerOf(limit: number, { etag, answers }: typeof current): Answer {
    let answer = answers.get(limit);
    if (!answer) answers.set(limit, (answer = make(limit, etag)));
    return answer;
  }

  function make(limit: number, etag: string): Answer {
    // Without a post to start from, there is always a page.
    const page = toPage(view, limit)!;
    const body = Buffer.from(JSON.stringify(page.posts));
    const link = nextLink(limit, page);
    const headers = {
      ...HEADERS,
      etag,
      ...(link && { link }),
      "content-type": "application/json; charset=utf-8",
      "content-length": String(body.length),
    };
    return { body, headers: flat(headers) };
  }

  app.get("/posts", (req, res, next) => {
    const limit = usualLimit(req);
    if (limit === undefined) return next();
    const now = state();
    if (req.headers["if-none-match"] === now.etag)
      return void res.writeHead(304, now.unchanged).end();
    const { body, headers } = answerOf(limit, now);
    res.writeHead(200, headers).end(body);
  });
}

// The form that writeHead takes with the least work.
function flat(headers: Record<string, string>): string[] {
  return Object.entries(headers).flat();
}

function usualLimit({ method, url, headers }: Request): number | undefined {
  const limit = USUAL.exec(url)?.[1];
  if (limit === undefined || method !== "GET" || isTracing() || !isPlain(headers)) return undefined;
  return Number(limit);
}

// Nothing that has to be weighed: who wants JSON or anything, and has one earlier answer or none.
function isPlain(headers: IncomingHttpHeaders): boolean {
  const { accept = "*/*", "if-none-match": known } = headers;
  return (
    (accept === "*/*" || accept.startsWith("application/json")) &&
    (known === undefined || ONE_ETAG.test(known)) &&
    headers["cache-control"] === undefined
  );
}
