// A fast check for well-formed events, as nearly all are: zod takes five times as long as JSON.parse. "False" means
// undecided: then the schemas of event-schemas.ts decide, which also have the words for what is wrong.
// Nothing here knows a schema; a test compares the two.

import { z } from "zod";
import { isShallow } from "../base/nesting.ts";
import { isObject } from "../base/plain-object.ts";
import type { Attributes, CloudEvent, Envelope } from "./event-schemas.ts";

const TEXT = /^[\x20-\x7e]{1,256}$/;
const TIME = z.regexes.datetime({ offset: true });
const CHECKSUM = /^[0-9a-f]{8}$/;

/** Whether the schema of attributes, each of which may be missing, accepts these. */
export function arePlainAttributes(value: unknown): value is Partial<Attributes> {
  if (!isObject(value)) return false;
  const { id, source, time, correlationid, causationid, traceparent } = value;
  return (
    isAbsentOr(TEXT, id) &&
    isAbsentOr(TEXT, source) &&
    isAbsentOr(TIME, time) &&
    isAbsentOr(TEXT, correlationid) &&
    isAbsentOr(TEXT, causationid) &&
    isAbsentOr(TEXT, traceparent)
  );
}

/** Whether the Envelope schema accepts this and changes nothing in it. `value` comes from JSON. */
export function isPlainEnvelope(value: unknown): value is Envelope {
  return isObject(value) && isText(value.type) && isObject(value.data) && isShallow(value);
}

/** The same for the CloudEvent schema. */
export function isPlainCloudEvent(value: unknown): value is CloudEvent {
  if (!isPlainEnvelope(value)) return false;
  const { specversion, id, source, position, checksum } = value;
  return (
    specversion === "1.0" &&
    isText(id) &&
    isText(source) &&
    arePlainAttributes(value) &&
    (position === undefined || (Number.isSafeInteger(position) && (position as number) > 0)) &&
    isAbsentOr(CHECKSUM, checksum)
  );
}

function isText(value: unknown): boolean {
  return typeof value === "string" && TEXT.test(value);
}

function isAbsentOr(pattern: RegExp, value: unknown): boolean {
  return value === undefined || (typeof value === "string" && pattern.test(value));
}
