// Query: answers what the blog looks like now, from a view it builds out of events. It publishes nothing and owns nothing.

import { removeHardening } from "@blog/common/http/hardening";
import type { CheckpointedInbox } from "@blog/common/messaging/inbox";
import { parse, Problem } from "@blog/common/base/problem";
import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";
import { holdShared } from "@blog/common/http/unsent-bytes";
import type { Request, Response } from "express";
import { nextLink, plainMap, toPage, toPost, type WholeMap } from "./pages.ts";
import { positionHeaders } from "./position-headers.ts";
import type { ReadModel } from "./read-model.ts";
import { PageQuery } from "./requests.ts";
import type { Stream } from "./stream.ts";

interface Dependencies {
  model: ReadModel;
  stream: Stream;
  /** Where the course's whole map is kept; by default it is made for each answer. */
  wholeMap?: WholeMap;
}

export function createApp(
  { model, stream, wholeMap = plainMap(model.view) }: Dependencies,
  options: ServiceOptions = {},
): Service<CheckpointedInbox> {
  const { view } = model;
  const place = () => positionHeaders(model);
  model.onChange((posts) => {
    stream.publish(posts);
    wholeMap.forget(posts);
  });

  return createService("query", {
    ...options,

    routes(app) {
      app.get("/posts", (req, res) => {
        if (req.accepts(["application/json", "text/event-stream"]) === "text/event-stream") {
          return stream.listen(req, res);
        }
        // What is compressed are other bytes, so its strong ETag is another one, too.
        res.vary("Accept-Encoding");
        if (isFresh(req, res, "-gzip") || isFresh(req, res)) return sendNotModified(res);
        if (req.query.limit === undefined && req.query.before === undefined)
          return sendWholeMap(req, res);

        const { limit, before } = parse(PageQuery, req.query);
        const page = toPage(view, limit, before);
        if (!page) throw new Problem(400, `before: there is no post ${before}.`);
        const link = nextLink(limit, page);
        if (link) res.set({ link });
        res.send(page.posts);
      });

      app.get("/posts/:id", (req, res) => {
        const post = view.posts.get(req.params.id);
        const answer = post && toPost(post);
        if (!answer) throw new Problem(404, `There is no post ${req.params.id}.`);
        if (isFresh(req, res)) return sendNotModified(res);
        res.send(answer);
      });
    },

    inbox: model.inbox,
  });

  function sendWholeMap(req: Request, res: Response): void {
    const { json, gzip } = wholeMap.body();
    const compressed = req.acceptsEncodings("gzip") ? gzip() : undefined;
    res.type("json");
    if (compressed) res.set({ "content-encoding": "gzip", etag: etag("-gzip") });
    holdShared(res, compressed ?? json);
    res.send(compressed ?? json);
  }

  function etag(coding = ""): string {
    return `"${stream.revision()}${coding}"`;
  }

  // Asked before the answer is built: most of the time nothing has changed.
  function isFresh(req: Request, res: Response, coding?: "-gzip"): boolean {
    res.set({ ...place(), etag: etag(coding), "cache-control": "no-cache" }).vary("Accept");
    return req.fresh;
  }
}

function sendNotModified(res: Response): void {
  removeHardening(res);
  res.status(304).end();
}
