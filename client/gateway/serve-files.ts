// Files, and the same files compressed, where the build has left them (client/precompress.ts). Nothing is compressed here:
// a client that never reads a compressor's output would hold all of its memory.

import { extname } from "node:path";
import express, { type RequestHandler, type Response } from "express";

type Options = NonNullable<Parameters<typeof express.static>[1]>;

const ENDINGS = { br: ".br", gzip: ".gz" } as const;

/** Serves the files of a folder, and calls `next` for what is not there. */
export function serveFiles(folder: string, options: Options): RequestHandler {
  const asTheyAre = express.static(folder, options);
  const asBrotli = compressed(folder, options, "br");
  const asGzip = compressed(folder, options, "gzip");

  return (req, res, next) => {
    // The smallest that is taken at all, whatever the browser names first.
    const serve =
      (req.acceptsEncodings("br") && asBrotli) || (req.acceptsEncodings("gzip") && asGzip);
    const serveAsItIs = (error?: unknown) => {
      if (error) return next(error);
      asTheyAre(req, res, next);
    };
    // Also where there is one form: a cache must not serve the first client's encoding to all clients.
    res.vary("accept-encoding");
    if (serve) serve(req, res, serveAsItIs);
    else serveAsItIs();
  };
}

function compressed(
  folder: string,
  options: Options,
  coding: keyof typeof ENDINGS,
): RequestHandler {
  const ending = ENDINGS[coding];
  const serve = express.static(folder, {
    ...options,
    setHeaders(res: Response, path, stat) {
      options.setHeaders?.(res, path, stat);
      res.type(extname(path.slice(0, -ending.length)));
      res.set("content-encoding", coding);
    },
  });

  return (req, res, next) => {
    const { url } = req;
    const [path = "", query] = url.split("?", 2);
    req.url = query === undefined ? path + ending : `${path}${ending}?${query}`;
    serve(req, res, (error?: unknown) => {
      req.url = url;
      next(error);
    });
  };
}
