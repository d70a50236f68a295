// An event as the log keeps it: in parts of JSON text that can be put together without being parsed again. The bus knows
// the envelope and the CloudEvents attributes; what the data means is none of its business.

import type { Attributes } from "@blog/common/cloud-events";

export interface NewEvent {
  id: string;
  type: string;
  /** JSON object of the other attributes: source, time, and what caused it. */
  attributes: string;
  /** JSON object, as it was said. */
  data: string;
  /** JSON object of envelope fields nobody knows; null nearly always. */
  extra: string | null;
}

export interface StoredEvent extends NewEvent {
  position: number;
}

/** Takes an event apart for the log. `envelope` is what was posted; attributes not given are filled in. */
export function toNewEvent(
  { id, ...attributes }: Attributes,
  { type, data, ...extra }: { type: string; data: Record<string, unknown> },
): NewEvent {
  return {
    id,
    type,
    attributes: JSON.stringify(attributes),
    data: JSON.stringify(data),
    extra: Object.keys(extra).length > 0 ? JSON.stringify(extra) : null,
  };
}

/** The course's body, as it was posted. */
export function toBody({ type, data, extra }: NewEvent): string {
  const body = `{"type":${JSON.stringify(type)},"data":${data}`;
  return extra === null ? `${body}}` : `${body},${extra.slice(1)}`;
}

/** One CloudEvent in JSON format, with its position: an element of a batch, or a line of NDJSON. */
export function toCloudEventJson({ position, id, type, attributes, data }: StoredEvent): string {
  const known = attributes.slice(1, -1);
  return `{"specversion":"1.0","position":${position},"id":${JSON.stringify(id)},"type":${JSON.stringify(type)},${known},"data":${data}}`;
}

/** All attributes of a stored event, for headers. */
export function attributesOf({ id, attributes }: StoredEvent): Attributes {
  // Written by toNewEvent, and by nobody else.
  return { id, ...(JSON.parse(attributes) as Omit<Attributes, "id">) };
}
