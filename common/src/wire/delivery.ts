// A delivery as it arrives at POST /events, in any of its forms: one event with headers, a batch, or the course's bare body.

import { z } from "zod";
import {
  BATCH_TYPE,
  fromHeaders,
  type Header,
  mediaTypeOf,
  type ReceivedEvent,
} from "./cloud-events.ts";
import { Checksum, type CloudEvent } from "./event-schemas.ts";
import type { NoteEffect } from "./effects.ts";
import { parseJson } from "./json-text.ts";
import { parseCloudEvents, parseEnvelope } from "./parse-event.ts";
import { Problem } from "../base/problem.ts";

export interface Delivery {
  events: ReceivedEvent[];
  /** Which log the positions belong to. Absent when a course bus delivers: then there are no positions at all. */
  log?: string;
  /** The position of the event this subscriber was given before these, 0 for none: a gap can be noticed. */
  previous?: number;
  /** The checksum of the log up to there: another history can be noticed. */
  previousChecksum?: string;
  /** The checkpoint the receiver reported, which this log contains: events before it may come again. */
  confirmed?: Place;
  /** The checkpoint the receiver reported, which this log no longer contains: the log was restored from a backup. */
  resetFrom?: Place;
  /** A parked event, sent again by hand: it comes late and is judged by its id alone. */
  redelivery?: true;
}

/** After so many events of a log; the checksum identifies those events. */
export interface Place {
  position: number;
  /** Absent where the bus sends none. */
  checksum?: string;
}

/** What became of a delivery: it took effect (now or earlier), or it does not fit the place where the receiver is. */
export type Outcome = "done" | { resumeAfter: number; checksum?: string };

/** Where a service receives events. Rejects when an event could not be handled; then nothing of the delivery took effect. */
export interface Inbox {
  receive(delivery: Delivery, note?: NoteEffect): Promise<Outcome>;
}

const Position = z.coerce.number().int().min(0);

/** The headers of a delivery that comes after this place, or after this event. */
export function following({
  position,
  checksum,
}: Partial<Place>): Pick<Delivery, "previous" | "previousChecksum"> {
  return {
    ...(position !== undefined && { previous: position }),
    ...(checksum !== undefined && { previousChecksum: checksum }),
  };
}

/** Reads a delivery from the raw body and headers of its request, or throws the Problem to answer with. */
export function readDelivery(header: Header, body: Buffer): Delivery {
  const log = header("event-bus-log");

  return {
    events: readEvents(header, body),
    ...(log && { log, ...readWhere(header) }),
    ...(header("event-bus-redelivery") && { redelivery: true as const }),
  };
}

function readWhere(header: Header): Omit<Delivery, "events"> {
  const previousChecksum = readChecksum(header, "event-bus-previous-checksum");
  const confirmed = readPlace(header, "event-bus-confirmed");
  const resetFrom = readPlace(header, "event-bus-start-over");
  return {
    previous: readPosition(header, "event-bus-previous") ?? 0,
    ...(previousChecksum && { previousChecksum }),
    ...(confirmed && { confirmed }),
    ...(resetFrom && { resetFrom }),
  };
}

function readEvents(header: Header, body: Buffer): ReceivedEvent[] {
  const mediaType = mediaTypeOf(header);
  const contentType = header("content-type");
  if (mediaType === BATCH_TYPE)
    return parseCloudEvents(parseJson(body, contentType)).map(fromCloudEvent);
  if (mediaType !== "application/json") {
    throw new Problem(415, `Events come as application/json or ${BATCH_TYPE}.`);
  }
  const { type, data } = parseEnvelope(parseJson(body, contentType));
  const position = readPosition(header, "event-bus-position");
  const checksum = readChecksum(header, "event-bus-checksum");
  const where = { ...(position && { position }), ...(checksum && { checksum }) };
  return [{ ...fromHeaders(header), ...where, type, data }];
}

/** As a service receives it. */
export function fromCloudEvent({ specversion: _, ...event }: CloudEvent): ReceivedEvent {
  // exactOptionalPropertyTypes: zod types absent keys as `undefined`, but never makes such a key.
  return event as ReceivedEvent;
}

// As the bus writes it: 12-9ae0daaf.
function readPlace(header: Header, name: string): Place | undefined {
  const value = header(name);
  if (value === undefined) return undefined;
  const [, position, checksum] = /^(\d{1,15})-([0-9a-f]{8})$/.exec(value) ?? [];
  if (!checksum) throw new Problem(400, `header ${name}: must be a place`);
  return { position: Number(position), checksum };
}

function readChecksum(header: Header, name: string): string | undefined {
  const value = header(name);
  if (value === undefined || Checksum.safeParse(value).success) return value;
  throw new Problem(400, `header ${name}: must be a checksum`);
}

function readPosition(header: Header, name: string): number | undefined {
  const value = header(name);
  if (value === undefined) return undefined;
  const result = Position.safeParse(value);
  if (!result.success) throw new Problem(400, `header ${name}: must be a position`);
  return result.data;
}
