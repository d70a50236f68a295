// What moderation answers, for /api-docs. The lesson is in app.ts.

import { describeApi, problem } from "@blog/common/api-docs/openapi";
import { deliveryPaths, operatorPaths, serviceSchemas } from "@blog/common/api-docs/openapi-shared";

const { "/events": events } = deliveryPaths("CommentCreated", {
  type: "CommentCreated",
  data: { id: "comment-1", postId: "post-1", content: "I like it.", status: "pending" },
});

// It has no checkpoint, so it never asks for what came before, and no disk. What it depends on is the bus.
const { 409: _, 507: __, ...responses } = events?.post?.responses ?? {};
const unavailable = problem("The decision cannot be published yet. Deliver this again later.");

export const openApi = describeApi({
  title: "moderation",
  description:
    "Decides on each new comment. It has no public routes: it receives events and publishes events.",
  schemas: serviceSchemas,
  paths: {
    "/events": { post: { ...events!.post!, responses: { ...responses, 503: unavailable } } },
    ...operatorPaths,
  },
});
