// GET /posts?limit=n, the page that is read most, without the Express middleware. Its text is
// made once for each state of the view, and compressed once. The plain version is the route in app.ts, which stays:
// an unusual request falls through to it.

import type { IncomingHttpHeaders } from "node:http";
import { hardeningHeaders } from "@blog/common/http/hardening";
import type { RequestTimes } from "@blog/common/http/metrics";
import { EXPOSED_HEADERS } from "@blog/common/http/service";
import type { Express, Request } from "express";
import { createBody } from "./body.ts";
import { nextLink, toPage } from "../pages.ts";
import { positionHeaders } from "../position-headers.ts";
import type { ReadModel } from "../read-model.ts";
import type { Stream } from "../stream.ts";

const HARDENING = hardeningHeaders();
const HEADERS = {
  // As cors answers a request without credentials.
  "access-control-allow-origin": "*",
  "access-control-expose-headers": EXPOSED_HEADERS.join(","),
  vary: "Accept-Encoding, Accept",
  "cache-control": "no-cache",
};
const USUAL = /^\/posts\?limit=([1-9]\d?|100)$/;
const ONE_ETAG = /^"[^"*]+"$/;

interface PreparedAnswer {
  headers: string[];
  bytes: Buffer;
}

/** The same answer in the codings there are. */
interface CodedAnswers {
  plain: PreparedAnswer;
  /** Undefined while it is not compressed yet. */
  gzip(): PreparedAnswer | undefined;
}

interface Source {
  model: ReadModel;
  stream: Stream;
}

/** The route, for main.ts to hand to the service. */
export const fastPage =
  ({ model, stream }: Source) =>
  (app: Express, times: RequestTimes): void => {
    addFastPage(app, times, { model, stream });
  };

function addFastPage(app: Express, times: RequestTimes, { model, stream }: Source): void {
  const { view } = model;
  const { revision } = stream;
  let current = createState("");

  function createState(name: string) {
    const etags = { plain: `"${name}"`, gzip: `"${name}-gzip"` };
    const unchanged = Object.values(etags).map(
      (etag) => [etag, flat({ ...HEADERS, etag })] as const,
    );
    return { name, etags, unchanged: new Map(unchanged), pages: new Map<number, CodedAnswers>() };
  }

  function pageOf(limit: number): CodedAnswers {
    let page = current.pages.get(limit);
    if (!page) current.pages.set(limit, (page = make(limit, current.etags)));
    return page;
  }

  function make(limit: number, etags: typeof current.etags): CodedAnswers {
    // Without a post to start from, there is always a page.
    const page = toPage(view, limit)!;
    const body = createBody(Buffer.from(JSON.stringify(page.posts)));
    const link = nextLink(limit, page);
    const plain = answer(body.json, etags.plain);
    let compressed: PreparedAnswer | undefined;

    function answer(bytes: Buffer, etag: string, coding?: string): PreparedAnswer {
      const headers = {
        ...HARDENING,
        ...HEADERS,
        etag,
        ...(link && { link }),
        ...(coding && { "content-encoding": coding }),
        "content-type": "application/json; charset=utf-8",
        "content-length": String(bytes.length),
      };
      return { headers: flat(headers), bytes };
    }

    function gzip(): PreparedAnswer | undefined {
      const bytes = body.gzip();
      return bytes && (compressed ??= answer(bytes, etags.gzip, "gzip"));
    }
    return { plain, gzip };
  }

  app.get("/posts", (req, res, next) => {
    const limit = usualLimit(req);
    if (limit === undefined) return next();
    const stop = times.startTimer({ method: "GET", route: "/posts" });
    if (current.name !== revision()) current = createState(revision());
    const unchanged = current.unchanged.get(req.headers["if-none-match"] ?? "");
    if (unchanged) {
      res.writeHead(304, [...unchanged, ...flat(positionHeaders(model))]).end();
    } else {
      const page = pageOf(limit);
      const { headers, bytes } = (takesGzip(req.headers) && page.gzip()) || page.plain;
      res.writeHead(200, [...headers, ...flat(positionHeaders(model))]).end(bytes);
    }
    stop({ status: res.statusCode });
  });
}

// A client that lists codings with weights gets the plain answer.
function takesGzip({ "accept-encoding": codings = "" }: IncomingHttpHeaders): boolean {
  return codings.toString().split(/, */).includes("gzip");
}

// The form that writeHead takes with the least work.
function flat(headers: Record<string, string>): string[] {
  return Object.entries(headers).flat();
}

function usualLimit({ method, url, headers }: Request): number | undefined {
  const limit = USUAL.exec(url)?.[1];
  if (limit === undefined || method !== "GET" || !isPlain(headers)) return undefined;
  return Number(limit);
}

// Nothing to negotiate: the client accepts JSON or anything, and has one earlier answer or none.
function isPlain(headers: IncomingHttpHeaders): boolean {
  const { accept = "*/*", "if-none-match": known } = headers;
  return (
    (accept === "*/*" || accept.startsWith("application/json")) &&
    (known === undefined || ONE_ETAG.test(known)) &&
    headers["cache-control"] === undefined
  );
}
