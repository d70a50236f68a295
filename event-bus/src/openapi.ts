// What the event bus answers, for /api-docs. The delivery rules are in worker.ts.

import { describeApi, inPath, inQuery, json, type Operation, problem } from "@blog/common/openapi";
import {
  deliverySchemas,
  eventBody,
  operatorPaths,
  operatorSchemas,
} from "@blog/common/openapi-shared";
import { z } from "zod";
import { LogQuery } from "./log-route.ts";
import type { SubscriptionStatus } from "./subscription.ts";

const Accepted = z.object({ status: z.literal("OK") });

const Subscription: z.ZodType<SubscriptionStatus> = z.object({
  name: z.string(),
  url: z.string(),
  cursor: z.number().int().describe("The position up to which it was served."),
  lag: z.object({ events: z.number().int(), seconds: z.number() }),
  state: z.enum(["idle", "delivering", "retrying", "down"]),
  lastError: z.string().nullable(),
  parked: z.number().int(),
});
const Subscriptions = z.object({
  log: z.object({ id: z.string(), length: z.number().int() }),
  subscriptions: z.array(Subscription),
});
const ParkedEvents = z.array(
  z.object({
    position: z.number().int(),
    reason: z.string(),
    attempts: z.number().int(),
    time: z.iso.datetime(),
    state: z.enum(["parked", "redrive"]),
    id: z.string(),
    event: deliverySchemas.Envelope,
  }),
);

const positionHeader = {
  description: "The position of the last event.",
  schema: { type: "integer" },
};
const refused = problem("The request comes from a web page.");
const parked = [inPath("name", "The subscriber."), inPath("position", "The event's position.")];

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
    413: problem("An event of more than 100 kB, or a batch of more than 8 MB."),
    415: problem("Neither of the two media types."),
    422: problem("The id names another event already."),
    503: problem("Too many requests wait for the disk."),
    507: problem("No space left on the disk. Nothing was stored."),
  },
};

export const openApi = describeApi({
  title: "event-bus",
  description: "Remembers every event and passes it on to each subscriber.",
  schemas: {
    ...operatorSchemas,
    ...deliverySchemas,
    Accepted,
    Subscription,
    Subscriptions,
    ParkedEvents,
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
        }),
        responses: {
          200: {
            description: "As it was when the request came.",
            headers: {
              "event-bus-log": { description: "Which log this is.", schema: { type: "string" } },
              "event-bus-position": positionHeader,
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
        },
      },
    },
    "/subscriptions": {
      get: {
        operationId: "listSubscriptions",
        summary: "Who has heard what, and how each subscriber is.",
        responses: { 200: json("In the order of delivery.", "Subscriptions"), 403: refused },
      },
    },
    "/subscriptions/{name}/parked": {
      get: {
        operationId: "listParkedEvents",
        summary: "What this subscriber could not handle.",
        parameters: [inPath("name", "The subscriber.")],
        responses: {
          200: json("Oldest first, with the reason.", "ParkedEvents"),
          403: refused,
          404: problem("There is no such subscriber."),
        },
      },
    },
    "/subscriptions/{name}/parked/{position}/redrive": {
      post: {
        operationId: "redriveParkedEvent",
        summary: "Delivers a parked event once more.",
        parameters: parked,
        responses: {
          202: json("As soon as the subscriber is there.", "Accepted"),
          403: refused,
          404: problem("It is not parked for this subscriber."),
        },
      },
    },
    "/subscriptions/{name}/parked/{position}": {
      delete: {
        operationId: "discardParkedEvent",
        summary: "Never delivers a parked event to this subscriber again. It stays in the log.",
        parameters: parked,
        responses: {
          204: { description: "Discarded." },
          403: refused,
          404: problem("It is not parked for this subscriber."),
        },
      },
    },
    ...operatorPaths,
  },
});
