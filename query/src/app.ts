// Query: answers what the blog looks like now, from a view it builds out of events. It says nothing and owns nothing.

import type { CheckpointedInbox } from "@blog/common/inbox";
import { parse, Problem } from "@blog/common/problem";
import { createService, type Service, type ServiceOptions } from "@blog/common/service";
import { wholeNumber } from "@blog/common/settings";
import type { Request, Response } from "express";
import { z } from "zod";
import { toMap, toPage, toPost } from "./pages.ts";
import type { ReadModel } from "./read-model.ts";
import type { Stream } from "./stream.ts";

export const PageQuery = z.object({
  limit: wholeNumber(1, 100).default(20),
  before: z.string("must be the id of one post").optional(),
});

interface Dependencies {
  model: ReadModel;
  stream: Stream;
}

export function createApp(
  { model, stream }: Dependencies,
  options: ServiceOptions = {},
): Service<CheckpointedInbox> {
  const { view } = model;
  model.onChange(stream.publish);
  let map: { revision: string; json: Buffer } | undefined;

  return createService("query", {
    ...options,
    openApi: () => import("./openapi.ts"),

    routes(app) {
      app.get("/posts", (req, res) => {
        if (req.accepts(["application/json", "text/event-stream"]) === "text/event-stream") {
          return stream.listen(req, res);
        }
        if (isFresh(req, res)) return res.status(304).end();
        if (req.query.limit === undefined && req.query.before === undefined)
          return res.type("json").send(wholeMap());

        const { limit, before } = parse(PageQuery, req.query);
        const page = toPage(view, limit, before);
        if (!page) throw new Problem(400, `before: there is no post ${before}.`);
        if (page.next)
          res.links({ next: `/posts?limit=${limit}&before=${encodeURIComponent(page.next)}` });
        res.send(page.posts);
      });

      app.get("/posts/:id", (req, res) => {
        const post = view.posts.get(req.params.id);
        const answer = post && toPost(post);
        if (!answer) throw new Problem(404, `There is no post ${req.params.id}.`);
        if (isFresh(req, res)) return res.status(304).end();
        res.send(answer);
      });
    },

    inbox: model.inbox,
  });

  // Built once for each state of the view, and shared: a thousand readers who take their time would hold a thousand maps.
  function wholeMap(): Buffer {
    const revision = stream.revision();
    if (map?.revision !== revision)
      map = { revision, json: Buffer.from(JSON.stringify(toMap(view))) };
    return map.json;
  }

  // Asked before the answer is built: most of the time nothing has changed.
  function isFresh(req: Request, res: Response): boolean {
    res.set({ etag: `"${stream.revision()}"`, "cache-control": "no-cache", vary: "Accept" });
    return req.fresh;
  }
}
