// What posts answers, for /api-docs. The lesson is in app.ts.

import { body, describeApi, json, type Operation, problem } from "@blog/common/api-docs/openapi";
import {
  deliveryPaths,
  idempotencyKeyHeader,
  operatorPaths,
  serviceSchemas,
} from "@blog/common/api-docs/openapi-shared";
import { z } from "zod";
import { NewPost } from "./src/requests.ts";
import type { Post as StoredPost } from "./src/post-store.ts";

const Post: z.ZodType<StoredPost> = z.object({ id: z.string(), title: z.string() });
const Posts = z.record(z.string(), Post);

function createPost(operationId: string, description: string): Operation {
  return {
    operationId,
    summary: "Writes a post and announces it with PostCreated.",
    description,
    parameters: [idempotencyKeyHeader],
    requestBody: body("NewPost", { title: "A post" }),
    responses: {
      201: json("The post, with its id.", "Post"),
      400: problem(
        "The title is missing, too long, no text or invisible; or the JSON would be stored as something else. The answer names the place.",
      ),
      413: problem("More than 128 kB."),
      415: problem("The body is not sent as application/json."),
      422: problem("The Idempotency-Key has come with another request before."),
      429: problem("Too many writes from this address in a minute."),
      503: problem("Too many events wait for the bus already. Nothing was stored."),
      507: problem("No space left on the disk. Nothing was stored."),
    },
  };
}

export const openApi = describeApi({
  title: "posts",
  description: "Accepts new posts and publishes an event for each.",
  schemas: { NewPost, Post, Posts, ...serviceSchemas },
  paths: {
    "/posts": {
      get: {
        operationId: "listPosts",
        summary: "The posts this service knows, by id, without comments.",
        responses: { 200: json("`{}` while there are none.", "Posts") },
      },
      post: createPost("createPost", "The course's first lessons call it this way."),
    },
    "/posts/create": {
      post: createPost(
        "createPostBehindIngress",
        "The same, once an ingress routes by path alone.",
      ),
    },
    ...deliveryPaths("PostCreated", {
      type: "PostCreated",
      data: { id: "post-1", title: "A post from another replica" },
    }),
    ...operatorPaths,
  },
});
