// A delivery as it arrives at POST /events, whatever form it had: one event with headers, a batch, or the course's bare body.

import { z } from "zod";
import {
  BATCH_TYPE,
  CloudEvent,
  Envelope,
  fromHeaders,
  type ReceivedEvent,
} from "./cloud-events.ts";
import { parseJson } from "./json-text.ts";
import { parse, Problem } from "./problem.ts";

export interface Delivery {
  events: ReceivedEvent[];
  /** Which log the positions belong to. Absent when a course bus delivers: then there are no positions at all. */
  log?: string;
  /** The position of the event this subscriber was given before these, 0 for none: a gap can be noticed. */
  previous?: number;
  /** A parked event, sent again by hand: it comes late and is judged by its id alone. */
  redelivery?: true;
}

/** What became of a delivery: it took effect (now or earlier), or something before it is missing. */
export type Outcome = "done" | { resumeAfter: number };

/** Where a service hears. Rejects when an event could not be handled; then nothing of the delivery took effect. */
export interface Inbox {
  receive(delivery: Delivery): Promise<Outcome>;
}

const Batch = z.array(CloudEvent);
const Position = z.coerce.number().int().min(0);

type Header = (name: string) => string | undefined;

/** Reads a delivery from the raw body and headers of its request, or throws the Problem to answer with. */
export function readDelivery(header: Header, body: Buffer): Delivery {
  const mediaType = header("content-type")?.split(";")[0]?.trim().toLowerCase();
  const log = header("event-bus-log");
  const previous = readPosition(header, "event-bus-previous");

  return {
    events: readEvents(mediaType, header, body),
    ...(log && { log, previous: previous ?? 0 }),
    ...(header("event-bus-redelivery") && { redelivery: true as const }),
  };
}

function readEvents(mediaType: string | undefined, header: Header, body: Buffer): ReceivedEvent[] {
  if (mediaType === BATCH_TYPE) return parse(Batch, parseJson(body)).map(fromCloudEvent);
  if (mediaType !== "application/json") {
    throw new Problem(415, `Events come as application/json or ${BATCH_TYPE}.`);
  }
  const { type, data } = parse(Envelope, parseJson(body));
  const position = readPosition(header, "event-bus-position");
  return [{ ...fromHeaders(header), ...(position && { position }), type, data }];
}

function fromCloudEvent({ specversion: _, ...event }: CloudEvent): ReceivedEvent {
  // exactOptionalPropertyTypes: zod types absent keys as `undefined`, but never makes such a key.
  return event as ReceivedEvent;
}

function readPosition(header: Header, name: string): number | undefined {
  const value = header(name);
  if (value === undefined) return undefined;
  const result = Position.safeParse(value);
  if (!result.success) throw new Problem(400, `header ${name}: must be a position`);
  return result.data;
}
