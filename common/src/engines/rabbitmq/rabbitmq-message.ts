// An event as a message of RabbitMQ: the same body and headers as over HTTP (CloudEvents, binary mode), so that other tools that
// read the stream find what the documentation of the wire describes.

import type { Message } from "amqplib";
import { derivedId } from "../../base/ids.ts";
import { parse, Problem } from "../../base/problem.ts";
import { fromHeaders, type ReceivedEvent, toHeaders } from "../../wire/cloud-events.ts";
import { type Attributes, Envelope } from "../../wire/event-schemas.ts";
import { parseJson } from "../../wire/json-text.ts";
import type { RabbitMqMessage } from "./rabbitmq-connection.ts";

type StreamEvent = ReceivedEvent & { position: number };

export function toMessage(event: ReceivedEvent): RabbitMqMessage {
  const { data, extra, position: _, checksum: _checksum, ...attributes } = event;
  const body = JSON.stringify({ type: attributes.type, data, ...extra });
  // toHeaders leaves out what is missing.
  return { headers: toHeaders(attributes as Attributes & { type: string }), body };
}

/** Where a message stands in its stream. The first one has position 1. */
export function positionOf({ properties }: Message): number {
  return Number(properties.headers?.["x-stream-offset"]) + 1;
}

/** None for a message that is no event. */
export function fromMessage({ content, properties }: Message, position: number): StreamEvent[] {
  try {
    const { type, data, ...extra } = parse(Envelope, parseJson(content));
    const attributes = fromHeaders((name) => headerOf(properties.headers?.[name]));
    // Identifies the event at this position: a stream that was made anew may have another one there.
    const checksum = attributes.id ?? String(position);
    const event = { ...attributes, position, checksum, type, data };
    return [Object.keys(extra).length > 0 ? { ...event, extra } : event];
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

/** The identity of a log: what stands first in it stays there. RabbitMQ has none for a stream that is made anew. */
export function logIdOf({ content, properties }: Message, stream: string): string {
  return derivedId(headerOf(properties.headers?.["ce-id"]) ?? content.toString(), stream);
}

function headerOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
