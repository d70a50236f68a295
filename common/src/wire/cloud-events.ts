// How an event travels: the course's body { type, data }, and everything we add beside it, as CloudEvents 1.0.
// Binary mode puts the attributes into headers; a batch (JSON format) carries them in each element.
// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md

import { z } from "zod";
import { arePlainAttributes, isShallow } from "../speed/plain-event.ts";
import { Problem } from "../base/problem.ts";

export const BATCH_TYPE = "application/cloudevents-batch+json";

// No control characters and no broken surrogates: a database would give back something else than it was given.
const Token = z
  .string()
  // All of them, percent-encoded, have to fit into the 16 kB of headers that a service reads.
  .refine((text) => Buffer.byteLength(text) <= 256, "must have at most 256 bytes")
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, "must be text without control characters");

/** What an event carries besides type and data. `id` names it for ever; the three last say who caused it. */
export const Attributes = z.object({
  id: Token,
  source: Token,
  time: z.iso.datetime({ offset: true }),
  correlationid: Token.optional(),
  causationid: Token.optional(),
  traceparent: Token.optional(),
});
export type Attributes = z.infer<typeof Attributes>;

// Made once: zod compiles a schema when it is first used, which costs more than all the rest of a request.
const SomeAttributes = Attributes.partial();
const ATTRIBUTE_NAMES = Object.keys(Attributes.shape);

const TOO_DEEP = "is nested too deeply";

/** The course's event. The bus reads this and no contract; envelope fields it does not know are kept. */
export const Envelope = z
  .looseObject({ type: Token, data: z.record(z.string(), z.unknown(), "must be a JSON object") })
  .refine(isShallow, TOO_DEEP);
export type Envelope = z.infer<typeof Envelope>;

/** Of the log up to some event; it comes back in headers. */
export const Checksum = z.string().regex(/^[0-9a-f]{8}$/, "must be eight hexadecimal digits");

/** An element of a batch: structured JSON format, where `position` and `checksum` are our extension attributes. */
export const CloudEvent = z
  .looseObject({
    specversion: z.literal("1.0"),
    ...Attributes.partial({ time: true }).shape,
    type: Token,
    data: Envelope.shape.data,
    position: z.number().int().min(1).optional(),
    checksum: Checksum.optional(),
  })
  .refine(isShallow, TOO_DEEP);
export type CloudEvent = z.infer<typeof CloudEvent>;

/** An event on its way to the bus. */
export interface OutgoingEvent extends Attributes {
  type: string;
  data: Record<string, unknown>;
  /** Envelope fields nobody knows. Only a bus has any: it passes on what others have said. */
  extra?: Record<string, unknown>;
}

/** An event as a service hears it. A course bus sends neither id nor position: everything but type and data may be missing. */
export interface ReceivedEvent extends Partial<Attributes> {
  type: string;
  data: Record<string, unknown>;
  /** Where it stands in the bus's log; the first event has position 1. */
  position?: number;
  /** Of the log up to and with this event. */
  checksum?: string;
  /** Envelope fields nobody knows. */
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

/** What a body is said to be, without parameters. */
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
  // HTTP does not say what such bytes mean: read as Latin-1, they would be stored as something else.
  if (/[^\t\x20-\x7e]/.test(value))
    throw new Problem(400, `header ${header}: has to be percent-encoded`);
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Problem(400, `header ${header}: is not valid percent-encoding`);
  }
}
