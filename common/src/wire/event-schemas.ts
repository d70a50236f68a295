// What an event must look like to be accepted, as zod schemas: its attributes (CloudEvents 1.0), the course's envelope, and the
// element of a batch. The contracts of the blog's own events are in ../events.ts.

import { z } from "zod";
import { isShallow } from "../base/nesting.ts";

// No control characters and no broken surrogates: a database would give back something else than it was given.
const Token = z
  .string()
  // All of them, percent-encoded, have to fit into the 16 kB of headers that a service reads.
  .refine((text) => Buffer.byteLength(text) <= 256, "must have at most 256 bytes")
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, "must be text without control characters");

/** What an event carries besides type and data. `id` names it permanently; the last three name its cause. */
export const Attributes = z.object({
  id: Token,
  source: Token,
  time: z.iso.datetime({ offset: true }),
  correlationid: Token.optional(),
  causationid: Token.optional(),
  traceparent: Token.optional(),
});
export type Attributes = z.infer<typeof Attributes>;

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
