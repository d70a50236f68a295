// How an event travels: the course's body { type, data }, and everything we add beside it, as CloudEvents 1.0.
// Binary mode puts the attributes into headers; a batch (JSON format) carries them in each element.
// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md

import { Problem } from "../base/problem.ts";
import { arePlainAttributes } from "./plain-event.ts";
import { Attributes, type CloudEvent } from "./event-schemas.ts";

export const BATCH_TYPE = "application/cloudevents-batch+json";

// Made once: zod compiles a schema when it is first used, which costs more than all the rest of a request.
const SomeAttributes = Attributes.partial();
const ATTRIBUTE_NAMES = Object.keys(Attributes.shape);

/** An event on its way to the bus. */
export interface OutgoingEvent extends Attributes {
  type: string;
  data: Record<string, unknown>;
  /** Unknown envelope fields. Only a bus has any: it passes on what publishers have sent. */
  extra?: Record<string, unknown>;
}

/** An event as a service receives it. A course bus sends neither id nor position: everything but type and data may be missing. */
export interface ReceivedEvent extends Partial<Attributes> {
  type: string;
  data: Record<string, unknown>;
  /** Where it stands in the bus's log; the first event has position 1. */
  position?: number;
  /** Of the log up to and with this event. */
  checksum?: string;
  /** Unknown envelope fields. */
  extra?: Record<string, unknown>;
}

/** The CloudEvents headers of one event, percent-encoded as the HTTP binding (3.1.3.2) asks. */
export function toHeaders({
  type,
  traceparent,
  ...attributes
}: Attributes & { type: string }): Record<string, string> {
  const headers: Record<string, string> = { "ce-specversion": "1.0", "ce-type": encode(type) };
  for (const name of ["id", "source", "time", "correlationid", "causationid"] as const) {
    const value = attributes[name];
    if (value !== undefined) headers[`ce-${name}`] = encode(value);
  }
  if (traceparent !== undefined) headers.traceparent = encode(traceparent);
  return headers;
}

/** Looks up a header of a request by its name, in small letters. */
export type Header = (name: string) => string | undefined;

/** The media type of the body, without parameters. */
export function mediaTypeOf(header: Header): string | undefined {
  return header("content-type")?.split(";")[0]?.trim().toLowerCase();
}

/** The attributes a request carries in its headers; what is absent is left out, what is malformed is a 400. */
export function fromHeaders(header: Header): Partial<Attributes> {
  const found: Record<string, string> = {};
  for (const name of ATTRIBUTE_NAMES) {
    const value = header(headerNameOf(name));
    if (value !== undefined) found[name] = decode(headerNameOf(name), value);
  }
  if (arePlainAttributes(found)) return found;
  const result = SomeAttributes.safeParse(found);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Problem(400, `header ${headerNameOf(String(issue?.path[0]))}: ${issue?.message}`);
  }
  // exactOptionalPropertyTypes: zod types absent keys as `undefined`, but never makes such a key.
  return result.data as Partial<Attributes>;
}

/** An event as an element of a batch. */
export function toCloudEvent({ type, data, ...attributes }: OutgoingEvent): CloudEvent {
  return { specversion: "1.0", ...attributes, type, data };
}

// The trace has a header of its own, as W3C Trace Context defines it.
function headerNameOf(attribute: string): string {
  return attribute === "traceparent" ? attribute : `ce-${attribute}`;
}

function encode(value: string): string {
  return value.replace(/[^\x21-\x7e]+|["%]/gu, encodeURIComponent);
}

function decode(header: string, value: string): string {
  // HTTP does not define what such bytes mean: read as Latin-1, they would be stored as something else.
  if (/[^\t\x20-\x7e]/.test(value))
    throw new Problem(400, `header ${header}: has to be percent-encoded`);
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Problem(400, `header ${header}: is not valid percent-encoding`);
  }
}
