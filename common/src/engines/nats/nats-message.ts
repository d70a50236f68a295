// An event as a message of NATS: the same body and headers as over HTTP (CloudEvents, binary mode), so that other tools that
// read the stream find what the documentation of the wire describes.

import type { JsMsg, StoredMsg } from "@nats-io/jetstream";
import { headers, type MsgHdrs } from "@nats-io/transport-node";
import {
  fromHeaders,
  type OutgoingEvent,
  type ReceivedEvent,
  toHeaders,
} from "../../wire/cloud-events.ts";
import { Envelope } from "../../wire/event-schemas.ts";
import { parseJson } from "../../wire/json-text.ts";
import { parse, Problem } from "../../base/problem.ts";

type StreamEvent = ReceivedEvent & { position: number };

export interface EventMessage {
  /** Known again by NATS. Percent-encoded, as headers must be. */
  id: string;
  headers: MsgHdrs;
  body: string;
}

export function toMessage({ data, extra, ...attributes }: OutgoingEvent): EventMessage {
  const found = toHeaders(attributes);
  const carried = headers();
  carried.set("content-type", "application/json");
  for (const [name, value] of Object.entries(found)) carried.set(name, value);
  // toHeaders has put every id there.
  const id = found["ce-id"]!;
  return { id, headers: carried, body: JSON.stringify({ type: attributes.type, data, ...extra }) };
}

/** None for a message in the stream that is no event. */
export function fromMessage(message: JsMsg | StoredMsg): StreamEvent[] {
  try {
    const { type, data, ...extra } = parse(Envelope, parseJson(message.data));
    const given = "header" in message ? message.header : message.headers;
    const attributes = fromHeaders((name) => given?.get(name) || undefined);
    const position = message.seq;
    // Identifies the event at this position: a stream restored from a backup has others at the same positions.
    const checksum = attributes.id ?? String(position);
    const event = { ...attributes, position, checksum, type, data };
    return [Object.keys(extra).length > 0 ? { ...event, extra } : event];
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}
