// What comments answers, for /api-docs. The lesson is in app.ts.

import { body, describeApi, inPath, json, problem } from "@blog/common/api-docs/openapi";
import {
  deliveryPaths,
  idempotencyKeyHeader,
  operatorPaths,
  serviceSchemas,
} from "@blog/common/api-docs/openapi-shared";
import { z } from "zod";
import { NewComment } from "./src/requests.ts";
import type { Comment as StoredComment } from "./src/comment-store.ts";

const Comment: z.ZodType<Omit<StoredComment, "postId">> = z.object({
  id: z.string(),
  content: z.string(),
  status: z.string().describe("pending, approved or rejected"),
});
const Comments = z.array(Comment);

const postId = inPath("id", "The post's id.");

export const openApi = describeApi({
  title: "comments",
  description: "Accepts comments, and decides what becomes of them once moderation has spoken.",
  schemas: { NewComment, Comment, Comments, ...serviceSchemas },
  paths: {
    "/posts/{id}/comments": {
      get: {
        operationId: "listComments",
        summary: "The comments on a post, oldest first.",
        parameters: [postId],
        responses: {
          200: json(
            "`[]` for a post without comments, and for one that is not known here.",
            "Comments",
          ),
        },
      },
      post: {
        operationId: "createComment",
        summary: "Writes a comment, pending at first, and announces it with CommentCreated.",
        parameters: [postId, idempotencyKeyHeader],
        requestBody: body("NewComment", { content: "I like it." }),
        responses: {
          201: json("All comments on the post, the new one last.", "Comments"),
          400: problem(
            "The content is missing, too long, no text or invisible; or the JSON would be stored as something else.",
          ),
          404: problem("The PostCreated event of this post has not been received within a second."),
          413: problem("More than 128 kB."),
          415: problem("The body is not sent as application/json."),
          422: problem("The Idempotency-Key has come with another request before."),
          429: problem("Too many writes from this address in a minute."),
          503: problem("Too many events wait for the bus already. Nothing was stored."),
          507: problem("No space left on the disk. Nothing was stored."),
        },
      },
    },
    ...deliveryPaths("PostCreated, CommentCreated, CommentModerated and CommentUpdated", {
      type: "CommentModerated",
      data: { id: "comment-1", postId: "post-1", content: "I like it.", status: "approved" },
    }),
    ...operatorPaths,
  },
});
