// An event as the log keeps it: in parts of JSON text that can be put together without being parsed again. The bus knows
// the envelope and the CloudEvents attributes; what the data means is none of its business.

import { isSameJson } from "@blog/common/base/plain-object";
import type { Attributes } from "@blog/common/wire/event-schemas";

export interface NewEvent {
  id: string;
  type: string;
  /** JSON object of the other attributes: source, time, and what caused it. */
  attributes: string;
  /** JSON object, as it was published. */
  data: string;
  /** JSON object of unknown envelope fields; null nearly always. */
  extra: string | null;
}

export interface StoredEvent extends NewEvent {
  position: number;
  /** Of the log up to and with this event. */
  checksum: number;
  /**
   * By the bus's own clock, in ms since 1970: the time in the attributes is the publisher's, and may be anything. Null for what
   * was stored before the bus kept it.
   */
  acceptedAt: number | null;
  /** The text of toCloudEventJson, where that has been made already. */
  json?: string;
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

/** Whether both have the same content, under the same id. */
export function isSameEvent(known: NewEvent, event: NewEvent): boolean {
  if (known.type !== event.type) return false;
  if (known.data === event.data && known.extra === event.extra) return true;
  // The same JSON, written in another order.
  return (
    isSameJson(JSON.parse(known.data), JSON.parse(event.data)) &&
    isSameJson(JSON.parse(known.extra ?? "null"), JSON.parse(event.extra ?? "null"))
  );
}

/** The course's body, as it was posted. */
export function toBody({ type, data, extra }: NewEvent): string {
  const body = `{"type":${JSON.stringify(type)},"data":${data}`;
  return extra === null ? `${body}}` : `${body},${extra.slice(1)}`;
}

/** A checksum as it travels. */
export function toHex(checksum: number): string {
  // In halves: V8 takes five times as long for the digits of a number that needs 32 bits.
  return inHex(checksum >>> 16) + inHex(checksum & 0xffff);
}

const inHex = (half: number) => half.toString(16).padStart(4, "0");

/** One CloudEvent in JSON format, with its place: an element of a batch, or a line of NDJSON. */
export function toCloudEventJson(event: StoredEvent): string {
  return event.json ?? makeCloudEventJson(event);
}

/** Has that text made now, and once, for an event that several are about to be sent. */
export function keepCloudEventJson(event: StoredEvent): string {
  return (event.json = makeCloudEventJson(event));
}

function makeCloudEventJson(event: StoredEvent): string {
  const { position, checksum, id, type, attributes, data } = event;
  // Joined, it is one flat text; a template would leave a tree of its parts for the garbage collector to walk.
  return [
    `{"specversion":"1.0","position":${position},"checksum":"${toHex(checksum)}"`,
    `"id":${JSON.stringify(id)},"type":${JSON.stringify(type)}`,
    attributes.slice(1, -1),
    `"data":${data}}`,
  ].join(",");
}

/** All attributes of an event, for headers. */
export function attributesOf({ id, attributes }: NewEvent): Attributes {
  // Written by toNewEvent, and nowhere else.
  return { id, ...(JSON.parse(attributes) as Omit<Attributes, "id">) };
}
