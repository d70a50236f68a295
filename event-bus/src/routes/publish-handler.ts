// POST /events of the bus: one event or a batch, checked at the door, answered once it is on disk.

import { BATCH_TYPE, fromHeaders, type Header, mediaTypeOf } from "@blog/common/wire/cloud-events";
import type { CloudEvent, Envelope } from "@blog/common/wire/event-schemas";
import { PLAIN_HEADER } from "@blog/common/messaging/event-bus";
import { newId } from "@blog/common/base/ids";
import { parseJson } from "@blog/common/wire/json-text";
import { parseCloudEvents, parseEnvelope } from "@blog/common/wire/parse-event";
import { parse, Problem } from "@blog/common/base/problem";
import { type EventHandler, MAX_EVENT_BYTES } from "@blog/common/wire/event-endpoint";
import { messageId } from "@blog/common/wire/signature";
import { verifyPublish } from "@blog/common/wire/signed-publish";
import { z } from "zod";
import type { Bus } from "../bus.ts";
import { type NewEvent, toBody, toNewEvent } from "../log/stored-event.ts";

const Batch = z.array(z.unknown()).min(1).max(1000);

export interface PublishOptions {
  bus: Pick<Bus, "append" | "seen" | "subscriptions">;
  /** Then only what is signed with it is accepted. */
  secret?: string | undefined;
}

/** Publishing as the endpoint needs it: done once the events are on disk. */
export function createPublishHandler({ bus, secret }: PublishOptions): EventHandler {
  return {
    done: JSON.stringify({ status: "OK" }),
    connected: bus.seen,

    async handle(header, body) {
      const positions = await bus.append(readEvents(header, body, secret));
      const plain = [...bus.subscriptions.values()].filter((each) => !each.acceptsBatches()).length;
      return {
        "event-bus-accepts": "batch",
        "event-bus-position": String(positions.at(-1)),
        ...(plain > 0 && { [PLAIN_HEADER]: String(plain) }),
      };
    },
  };
}

function readEvents(header: Header, body: Buffer, secret: string | undefined): NewEvent[] {
  const signedId = secret ? verifyPublish(secret, header, body) : undefined;
  const json = parseJson(body, header("content-type"));
  const isBatch = mediaTypeOf(header) === BATCH_TYPE;
  const events = isBatch
    ? parseCloudEvents(parse(Batch, json)).map(fromBatch)
    : [fromSingle(header, parseEnvelope(json))];
  if (signedId !== undefined && !isBatch) mustBeNamedAsSigned(signedId, events);
  for (const [index, event] of events.entries()) mustBeDeliverable(event, index);
  return events;
}

// What came in small may go out large: 1e20 is written in full.
function mustBeDeliverable(event: NewEvent, index: number): void {
  if (Buffer.byteLength(toBody(event)) <= MAX_EVENT_BYTES) return;
  throw new Problem(413, `Event ${index} is larger than the 100 kB that a service accepts.`);
}

// The signature covers webhook-id, not ce-id: a signed event, sent again under another id, would be a second one.
function mustBeNamedAsSigned(signedId: string, [event]: NewEvent[]): void {
  if (event && signedId === messageId(event.id)) return;
  throw new Problem(401, "The signature is for another event: webhook-id and ce-id differ.");
}

// The bus fills in what the sender left out: an original service sends none of it, and any library of Standard Webhooks
// names its message once, as webhook-id.
function fromSingle(header: Header, envelope: Envelope): NewEvent {
  const given = fromHeaders(
    (name) => header(name) ?? (name === "ce-id" ? header("webhook-id") : undefined),
  );
  return toNewEvent(
    {
      id: given.id ?? newId(),
      source: given.source ?? "unknown",
      time: given.time ?? new Date().toISOString(),
      ...given,
    },
    envelope,
  );
}

function fromBatch({ type, data, ...attributes }: CloudEvent): NewEvent {
  const { id, source, time, correlationid, causationid, traceparent } = attributes;
  const given = {
    id,
    source,
    time: time ?? new Date().toISOString(),
    ...(correlationid && { correlationid }),
    ...(causationid && { causationid }),
    ...(traceparent && { traceparent }),
  };
  return toNewEvent(given, { type, data });
}
