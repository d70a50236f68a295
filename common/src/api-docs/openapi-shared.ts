// What every service answers, described once: the operator's questions, and what the bus delivers.

import { z } from "zod";
import { BATCH_TYPE } from "../wire/cloud-events.ts";
import { CloudEvent, Envelope } from "../wire/event-schemas.ts";
import { EFFECTS_HEADER } from "../wire/effects.ts";
import { inHeader, json, type Operation, type Paths, problem, reference } from "./openapi.ts";
import { REASON_HEADER } from "../wire/refusal-reason.ts";

const Health = z.object({ status: z.enum(["alive", "ready"]) });

/** For a request that a browser may have sent under another site's name. */
export const misdirected = problem(
  "The Host header has a name that another site could own, and that ALLOWED_HOSTS does not hold.",
);

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
const checksum = { type: "string", pattern: "^[0-9a-f]{8}$" };
const place = { type: "string", pattern: "^[0-9]+-[0-9a-f]{8}$" };

export const idempotencyKeyHeader = inHeader(
  "Idempotency-Key",
  "Made up by the caller for what it wants done once. Sent again under the same key, because no answer came, it is answered " +
    "as the first time. Remembered for a day.",
  { type: "string", maxLength: 255 },
);

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

/** POST /events of a service that receives events. `handled` names the types it acts on; it ignores all others. */
export function deliveryPaths(handled: string, example: unknown): Paths {
  const post: Operation = {
    operationId: "receiveEvents",
    summary: `Where the event bus delivers. Acts on ${handled}; acknowledges and ignores everything else.`,
    description:
      "For the bus only: a request with an `Origin` header is refused, so trying it out on this page ends with 403. " +
      "A bus that sends no `event-bus-…` headers is a bus of the course.",
    parameters: [
      inHeader("event-bus-log", "Which log the positions belong to."),
      inHeader("event-bus-previous", "The position of the event delivered here before.", position),
      inHeader("event-bus-previous-checksum", "Of the log up to there.", checksum),
      inHeader(
        "event-bus-position",
        "The position of this event. In a batch, each event has its own.",
        position,
      ),
      inHeader("event-bus-checksum", "Of the log up to and with this event.", checksum),
      inHeader("event-bus-confirmed", "The place named in the last 409 is in this log.", place),
      inHeader("event-bus-start-over", "It is not: the log was restored from a backup.", place),
      inHeader(
        "event-bus-redelivery",
        "Set when a parked event is sent again: judge it by its id alone.",
      ),
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
          "event-bus-upgrade": {
            description: "The same requests are taken as frames, on a connection that is upgraded.",
            schema: { const: "event-bus-frames" },
          },
          [EFFECTS_HEADER]: {
            description: "Of each event, in order: applied, duplicate, ignored or skipped.",
            schema: { type: "string", pattern: "^[adup]*$" },
          },
        },
      },
      400: problem("Not an event."),
      401: problem("A secret is set, and the signature is missing, wrong or old."),
      403: problem("The request comes from a web page."),
      421: misdirected,
      409: {
        ...problem("It does not follow the place where this service is, which is:"),
        headers: {
          "event-bus-resume-after": { description: "After this position.", schema: position },
          "event-bus-checksum": { description: "Of the log up to there.", schema: checksum },
        },
      },
      413: problem("More than 8 MB."),
      415: problem("Neither of the two media types."),
      422: {
        ...problem("A known event that breaks its contract. It will never be accepted."),
        headers: {
          [REASON_HEADER]: {
            description: "The detail of the problem, percent-encoded; on each refusal.",
            schema: { type: "string", maxLength: 2400 },
          },
        },
      },
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
