// The event bus over NATS JetStream: one stream is the log, a message's sequence is its position. Nothing is delivered; each
// service reads on by itself, from its own checkpoint. Loaded only where EVENT_BUS_URL names it.

import { AckPolicy, DeliverPolicy, type JsMsg, type PubAck } from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
import type { OutgoingEvent } from "../../wire/cloud-events.ts";
import type { SharedDelivery, PullBus } from "../../messaging/event-bus.ts";
import { isApiError, type OpenNats, openLog, openNats } from "./nats-connection.ts";
import { createNatsAttempts } from "./nats-attempts.ts";
import { type EventMessage, fromMessage, toMessage } from "./nats-message.ts";
import { createNatsParked } from "./nats-parked.ts";
import { fetchAll, readStream } from "./nats-reader.ts";
import { Problem } from "../../base/problem.ts";

// As over HTTP: an original service refuses larger bodies, and one of them may listen behind the gateway.
const MAX_EVENT_BYTES = 100 * 1024;
const MESSAGE_TOO_LARGE = 10_054;
const ACKNOWLEDGE_MS = 30_000;

/** `acknowledgeMs`: after so long, an event that a process was given and has not settled is given to another. */
export function connectNatsBus(
  url: string,
  { acknowledgeMs = ACKNOWLEDGE_MS }: { acknowledgeMs?: number } = {},
): PullBus {
  let opening: Promise<OpenNats> | undefined;
  let isClosed = false;
  // Whether the stream was seen since something last went wrong.
  let hasStream = false;

  async function open(): Promise<OpenNats> {
    if (isClosed) throw new Error("This bus was closed.");
    opening ??= openNats(url);
    try {
      const nats = await opening;
      if (!nats.connection.isClosed()) return nats;
    } catch (error) {
      opening = undefined;
      throw error;
    }
    opening = undefined;
    return open();
  }

  return {
    // One after the other, each once the one before it is stored: if several were on their way, one of them could get lost
    // and be published again behind later ones.
    async publish(events) {
      const nats = await open();
      try {
        if (!hasStream) await openLog(nats);
        hasStream = true;
        for (const event of events) await publishOne(nats, event);
      } catch (error) {
        if (!(error instanceof Problem)) hasStream = false;
        throw error;
      }
    },

    async *read(from, signal) {
      yield* readStream(await open(), from, { endless: false, signal });
    },

    async *follow(from, signal) {
      yield* readStream(await open(), from, { endless: true, signal });
    },

    async *share(subscriber, signal) {
      yield* shareStream(await open(), subscriber, acknowledgeMs, signal);
    },

    parked: (subscriber) => createNatsParked(open, subscriber),
    unfinished: (subscriber) => createNatsAttempts(open, subscriber),

    async close() {
      isClosed = true;
      const nats = await opening?.catch(() => undefined);
      await nats?.connection.close();
    },
  };
}

async function publishOne(nats: OpenNats, event: OutgoingEvent): Promise<void> {
  const message = toMessage(event);
  if (Buffer.byteLength(message.body) > MAX_EVENT_BYTES) throw tooLarge();
  const { duplicate, seq } = await send(nats, message);
  if (duplicate) await mustBeTheSame(nats, seq, message);
}

async function send(
  { client, stream, subject }: OpenNats,
  { id, headers, body }: EventMessage,
): Promise<PubAck> {
  try {
    const expect = { streamName: stream };
    return await client.publish(subject, body, { msgID: id, headers, expect });
  } catch (error) {
    // Any other error is about NATS or the network, not the event's fault.
    throw isApiError(error, MESSAGE_TOO_LARGE) ? tooLarge() : error;
  }
}

// NATS compares ids and no bodies.
async function mustBeTheSame(
  { manager, stream }: OpenNats,
  position: number,
  { id, body }: EventMessage,
): Promise<void> {
  const known = await manager.streams.getMessage(stream, { seq: position });
  if (known === null || known.string() === body) return;
  throw new Problem(422, `The id ${id} names another event already.`);
}

function tooLarge(): Problem {
  return new Problem(413, "The event is larger than the 100 kB that a service accepts.");
}

async function* shareStream(
  nats: OpenNats,
  subscriber: string,
  acknowledgeMs: number,
  signal: AbortSignal,
): AsyncGenerator<SharedDelivery> {
  const { client, manager, stream } = nats;
  const { id: log } = await openLog(nats);
  await manager.consumers.add(stream, {
    durable_name: subscriber,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanos(acknowledgeMs),
    max_deliver: -1,
  });
  const consumer = await client.consumers.get(stream, subscriber);
  // One by one: what else is on its way may be on its way to another replica.
  for await (const messages of fetchAll(consumer, 1, signal)) {
    const unsettled = new Map<number, JsMsg>(messages.map((message) => [message.seq, message]));
    yield {
      delivery: { log, events: messages.flatMap(fromMessage) },
      isRepeated: messages.some((message) => message.redelivered),
      settle(position, againInMs) {
        if (againInMs === undefined) unsettled.get(position)?.ack();
        else unsettled.get(position)?.nak(againInMs);
        unsettled.delete(position);
      },
    };
    // What is left is what was no event.
    for (const message of unsettled.values()) message.term();
  }
}
