// What every service answers, described once: the operator's questions, and what the bus delivers.

import { z } from "zod";
import { BATCH_TYPE, CloudEvent, Envelope } from "./cloud-events.ts";
import { json, type Operation, type Paths, problem, reference } from "./openapi.ts";

const Health = z.object({ status: z.enum(["alive", "ready"]) });

export const operatorSchemas = { Health };

export const operatorPaths: Paths = {
  "/healthz": {
    get: {
      operationId: "isAlive",
      summary: "Does the process answer? If not, restart it.",
      responses: { 200: json("It does.", "Health") },
    },
  },
  "/readyz": {
    get: {
      operationId: "isReady",
      summary: "Can it do its work?",
      responses: {
        200: json("It can.", "Health"),
        503: problem("Not yet, and why. A restart would not help."),
      },
    },
  },
  "/metrics": {
    get: {
      operationId: "readMetrics",
      summary: "How is it going? For Prometheus.",
      responses: {
        200: { description: "Counters and timings.", content: { "text/plain": {} } },
      },
    },
  },
};

export const deliverySchemas = { Envelope, CloudEvent, CloudEvents: z.array(CloudEvent) };

const position = { type: "integer", minimum: 0 };

/** An event, or several, in a request: the course's body, or a batch of CloudEvents. */
export function eventBody(example: unknown): NonNullable<Operation["requestBody"]> {
  return {
    required: true,
    content: {
      "application/json": { schema: reference("Envelope"), example },
      [BATCH_TYPE]: { schema: reference("CloudEvents") },
    },
  };
}

/** POST /events of a service that hears events. `hears` says which ones; all others are acknowledged and ignored. */
export function deliveryPaths(hears: string, example: unknown): Paths {
  const post: Operation = {
    operationId: "hearEvents",
    summary: `Where the event bus delivers. Acts on ${hears}; acknowledges and ignores everything else.`,
    description:
      "For the bus only: a request with an `Origin` header is refused, so trying it out on this page ends with 403. " +
      "A bus that sends no `event-bus-…` headers is a bus of the course.",
    parameters: [
      {
        name: "event-bus-log",
        in: "header",
        description: "Which log the positions belong to.",
        schema: { type: "string" },
      },
      {
        name: "event-bus-previous",
        in: "header",
        description: "The position of the event delivered here before this one.",
        schema: position,
      },
      {
        name: "event-bus-position",
        in: "header",
        description: "The position of this event. Elements of a batch carry their own.",
        schema: position,
      },
      {
        name: "event-bus-redelivery",
        in: "header",
        description: "Set when a parked event is sent again: judge it by its id alone.",
        schema: { type: "string" },
      },
    ],
    requestBody: eventBody(example),
    responses: {
      200: {
        ...json("It took effect, now or earlier.", "Nothing"),
        headers: {
          "event-bus-accepts": {
            description: "Several events may come in one request.",
            schema: { const: "batch" },
          },
        },
      },
      400: problem("Not an event."),
      401: problem("A secret is set, and the signature is missing, wrong or old."),
      403: problem("The request comes from a web page."),
      409: {
        ...problem("Something before this event is missing here."),
        headers: {
          "event-bus-resume-after": {
            description: "The position to go on after.",
            schema: position,
          },
        },
      },
      413: problem("More than 8 MB."),
      415: problem("Neither of the two media types."),
      422: problem("A known event that breaks its contract. It will never be accepted."),
      507: problem("No space left on the disk."),
    },
  };
  return { "/events": { post } };
}

export const serviceSchemas = {
  ...operatorSchemas,
  ...deliverySchemas,
  Nothing: z.strictObject({}),
};
