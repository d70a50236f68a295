// Events at the door: what comes out has passed its schema, or looked as if it would (plain-event.ts).

import { z } from "zod";
import { CloudEvent, Envelope } from "./event-schemas.ts";
import { isPlainCloudEvent, isPlainEnvelope } from "./plain-event.ts";
import { parse } from "../base/problem.ts";

const CloudEvents = z.array(CloudEvent);

/** Throws a 400 Problem that names the field. Here as below, `value` comes from JSON. */
export function parseEnvelope(value: unknown): Envelope {
  return isPlainEnvelope(value) ? value : parse(Envelope, value);
}

/** Throws a 400 Problem that names the field. */
export function parseCloudEvent(value: unknown): CloudEvent {
  return isPlainCloudEvent(value) ? value : parse(CloudEvent, value);
}

/** Throws a 400 Problem that names the element and its field. */
export function parseCloudEvents(values: unknown): CloudEvent[] {
  if (Array.isArray(values) && values.every(isPlainCloudEvent)) return values;
  return parse(CloudEvents, values);
}
