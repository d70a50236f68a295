// What query answers, for /api-docs. The lesson is in app.ts.

import { describeApi, inPath, inQuery, json, problem } from "@blog/common/api-docs/openapi";
import { deliveryPaths, operatorPaths, serviceSchemas } from "@blog/common/api-docs/openapi-shared";
import { z } from "zod";
import { PageQuery } from "./src/requests.ts";
import type { Post as ShownPost } from "./src/pages.ts";

const Comment = z.object({ id: z.string(), content: z.string(), status: z.string() });
const Post: z.ZodType<ShownPost> = z.object({
  id: z.string(),
  title: z.string(),
  comments: z.array(Comment),
});
const PostMap = z.record(z.string(), Post).describe("Every post by its id: the course's answer.");
const PostPage = z
  .array(Post)
  .describe("Newest first: the answer when `limit` or `before` is given.");

const etag = {
  etag: { description: "Send it back as If-None-Match.", schema: { type: "string" } },
};
const place = {
  "event-bus-log": { description: "The log of that position.", schema: { type: "string" } },
  "event-bus-position": {
    description: "The answer is the state of the log up to and with this event.",
    schema: { type: "integer" },
  },
};
const unchanged = {
  description: "Nothing has changed since this ETag.",
  headers: { ...etag, ...place },
};

export const openApi = describeApi({
  title: "query",
  description: "Answers what the blog looks like now, from a view it builds out of events.",
  schemas: {
    Comment,
    Post,
    PostMap,
    PostPage,
    Posts: z.union([PostMap, PostPage]),
    ...serviceSchemas,
  },
  paths: {
    "/posts": {
      get: {
        operationId: "listPosts",
        summary: "All posts with their comments; a page of them; or every change, live.",
        description:
          "With `Accept: text/event-stream`: an event `post` with the whole post whenever one changes, `reset` when the " +
          "stream cannot resume from `Last-Event-ID`, and a `heartbeat` every 10 seconds.",
        parameters: inQuery(PageQuery, {
          limit: "How many posts, from 1 to 100.",
          before: "Only posts older than the one with this id. The Link header of a page has it.",
        }),
        responses: {
          200: {
            description: "The map, or a page with a Link header while there are older posts.",
            headers: {
              ...etag,
              ...place,
              link: { description: 'The next page, rel="next".', schema: { type: "string" } },
            },
            content: {
              ...json("", "Posts").content,
              "text/event-stream": { schema: { type: "string" } },
            },
          },
          304: unchanged,
          400: problem("`limit` is not from 1 to 100, or there is no post `before`."),
        },
      },
    },
    "/posts/{id}": {
      get: {
        operationId: "readPost",
        summary: "One post with its comments.",
        parameters: [inPath("id", "The post's id.")],
        responses: {
          200: { ...json("The post.", "Post"), headers: { ...etag, ...place } },
          304: unchanged,
          404: problem("This post is not known here."),
        },
      },
    },
    ...deliveryPaths("PostCreated, CommentCreated and CommentUpdated", {
      type: "PostCreated",
      data: { id: "post-1", title: "A post" },
    }),
    ...operatorPaths,
  },
});
