// What the event bus answers about its subscribers, for /api-docs.

import { inPath, json, type Paths, problem } from "@blog/common/api-docs/openapi";
import { misdirected } from "@blog/common/api-docs/openapi-shared";
import { ListedParkedEvent } from "@blog/common/delivery/parked-events";
import { z } from "zod";
import type { SubscriptionStatus } from "../delivery/subscription.ts";

const Subscription: z.ZodType<SubscriptionStatus> = z.object({
  name: z.string(),
  url: z.string(),
  cursor: z.number().int().describe("The position up to which it was served."),
  lag: z.object({
    events: z.number().int().describe("Not served yet."),
    seconds: z.number().describe("Since when the oldest of them is in the log."),
  }),
  state: z.enum(["idle", "delivering", "retrying", "down"]),
  lastError: z.string().nullable(),
  nextAttemptAt: z.number().nullable().describe("When it is tried again, in ms since 1970."),
  parked: z.number().int(),
});
const Subscriptions = z.object({
  log: z.object({ id: z.string(), length: z.number().int() }),
  subscriptions: z.array(Subscription),
});
const ParkedEvents = z.array(ListedParkedEvent);

export const subscriptionSchemas = { Subscription, Subscriptions, ParkedEvents };

const refused = problem("The request comes from a web page.");
const parked = [inPath("name", "The subscriber."), inPath("position", "The event's position.")];

export const subscriptionPaths: Paths = {
  "/subscriptions": {
    get: {
      operationId: "listSubscriptions",
      summary: "Each subscriber's cursor, lag and state.",
      responses: {
        200: json("In the order of delivery.", "Subscriptions"),
        403: refused,
        421: misdirected,
      },
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
        421: misdirected,
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
        421: misdirected,
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
        421: misdirected,
        404: problem("It is not parked for this subscriber."),
      },
    },
  },
};
