// The event bus over RabbitMQ: one stream is the log, a message's offset and one is its position. Nothing is delivered; each
// service reads on by itself, from its own checkpoint. Loaded only where EVENT_BUS_URL names it.
//
// RabbitMQ remembers no ids: an event that is published again stands in the log twice, and takes effect once, because inboxes
// know ids permanently.

import { Problem } from "../../base/problem.ts";
import type { PullBus } from "../../messaging/event-bus.ts";
import type { OutgoingEvent } from "../../wire/cloud-events.ts";
import { createRabbitMqAttempts } from "./rabbitmq-attempts.ts";
import { ensureQueue, type OpenRabbitMq, openRabbitMq, STREAM } from "./rabbitmq-connection.ts";
import { toMessage } from "./rabbitmq-message.ts";
import { createRabbitMqParked } from "./rabbitmq-parked.ts";
import { readStream } from "./rabbitmq-reader.ts";
import { shareStream } from "./rabbitmq-shared.ts";

// As over HTTP: an original service refuses larger bodies, and one of them may listen behind the gateway.
const MAX_EVENT_BYTES = 100 * 1024;

export function connectRabbitMqBus(url: string): PullBus {
  let opening: Promise<OpenRabbitMq> | undefined;
  let isClosed = false;

  async function open(): Promise<OpenRabbitMq> {
    if (isClosed) throw new Error("This bus was closed.");
    opening ??= openRabbitMq(url);
    try {
      const rabbit = await opening;
      if (!rabbit.isClosed()) return rabbit;
    } catch (error) {
      opening = undefined;
      throw error;
    }
    opening = undefined;
    return open();
  }

  return {
    // One after the other, each once the one before it is confirmed: if several were on their way, one of them could get lost
    // and be published again behind later ones.
    async publish(events) {
      const rabbit = await open();
      for (const event of events) await publishOne(rabbit, event);
    },

    async *read(from, signal) {
      yield* readStream(await open(), from, { endless: false, signal });
    },

    async *follow(from, signal) {
      yield* readStream(await open(), from, { endless: true, signal });
    },

    async *share(subscriber, signal) {
      yield* shareStream(await open(), subscriber, signal);
    },

    parked: (subscriber) => createRabbitMqParked(open, subscriber),
    unfinished: (subscriber) => createRabbitMqAttempts(open, subscriber),

    async close() {
      isClosed = true;
      const rabbit = await opening?.catch(() => undefined);
      await rabbit?.close();
    },
  };
}

async function publishOne(rabbit: OpenRabbitMq, event: OutgoingEvent): Promise<void> {
  const message = toMessage(event);
  if (Buffer.byteLength(message.body) > MAX_EVENT_BYTES)
    throw new Problem(413, "The event is larger than the 100 kB that a service accepts.");
  // The stream is made with the first event, and anew when it was deleted.
  while (!(await rabbit.store(rabbit.stream, message)))
    await ensureQueue(rabbit, rabbit.stream, STREAM);
}
