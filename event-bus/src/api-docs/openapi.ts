// What the event bus answers, for /api-docs. The delivery rules are in common/src/delivery/delivery-rules.ts.

import { describeApi, inQuery, json, type Operation, problem } from "@blog/common/api-docs/openapi";
import {
  deliverySchemas,
  eventBody,
  operatorPaths,
  operatorSchemas,
  misdirected,
} from "@blog/common/api-docs/openapi-shared";
import { z } from "zod";
import { LogQuery } from "../routes/log-route.ts";
import { subscriptionPaths, subscriptionSchemas } from "./openapi-subscriptions.ts";

const Accepted = z.object({ status: z.literal("OK") });

const positionHeader = {
  description: "The position of the last event.",
  schema: { type: "integer" },
};
const refused = problem("The request comes from a web page.");

const publish: Operation = {
  operationId: "publishEvents",
  summary: "Stores an event, or several (all or nothing). Answered once they are on disk.",
  description:
    "`ce-id`, `ce-source` and `ce-time` may come as headers; what is missing is filled in. The same id with the same " +
    "body again changes nothing. A request with an `Origin` header is refused, so trying it out on this page ends with 403.",
  requestBody: eventBody({ type: "PostCreated", data: { id: "post-1", title: "A post" } }),
  responses: {
    200: { ...json("Stored.", "Accepted"), headers: { "event-bus-position": positionHeader } },
    400: problem("Not an event."),
    401: problem("A secret is set, and the signature is missing, wrong or old."),
    403: refused,
    421: misdirected,
    413: problem("An event of more than 100 kB, or a batch of more than 8 MB."),
    415: problem("Neither of the two media types."),
    422: problem("The id names another event already."),
    503: problem("Too many requests wait for the disk."),
    507: problem("No space left on the disk. Nothing was stored."),
  },
};

/** Before it is made into a document, so that more can be added. */
export const parts = {
  title: "event-bus",
  description: "Remembers every event and passes it on to each subscriber.",
  schemas: {
    ...operatorSchemas,
    ...deliverySchemas,
    Accepted,
    ...subscriptionSchemas,
  },
  paths: {
    "/events": {
      post: publish,
      get: {
        operationId: "readLog",
        summary: "The log, from the first event on: the course's bare array, or a line per event.",
        parameters: inQuery(LogQuery, {
          after: "Only what stands after this position.",
          limit: "How many events.",
          checksum:
            "Of the log up to `after`, as the reader knows it. Where the log goes otherwise, all of it is sent.",
        }),
        responses: {
          200: {
            description:
              "As it was when the request came. Lines for a subscriber (`User-Agent`) are without what was discarded for it and each of its replicas.",
            headers: {
              "event-bus-log": { description: "Which log this is.", schema: { type: "string" } },
              "event-bus-position": positionHeader,
              "event-bus-previous": {
                description: "What is sent begins after this position.",
                schema: { type: "integer", minimum: 0 },
              },
              "event-bus-previous-checksum": {
                description: "Of the log up to there.",
                schema: { type: "string" },
              },
            },
            content: {
              "application/json": {
                schema: { type: "array", items: { $ref: "#/components/schemas/Envelope" } },
              },
              "application/x-ndjson": { schema: { type: "string" } },
            },
          },
          400: problem("`after` or `limit` is not a position."),
          403: refused,
          421: misdirected,
        },
      },
    },
    ...subscriptionPaths,
    ...operatorPaths,
  },
};

export const openApi = describeApi(parts);
