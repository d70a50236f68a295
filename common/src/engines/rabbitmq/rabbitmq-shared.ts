// Events for consumers without a checkpoint: a quorum queue for each subscriber, from which RabbitMQ gives each event to one of
// its processes, and again unless it was acknowledged. One of the processes fills it from the stream, from a cursor on that
// RabbitMQ keeps.
//
// The plain version binds the queue to an exchange that feeds the stream as well. It misses what was published before the first
// of the processes has come, and its messages do not have the positions under which events are parked.

import type { Message } from "amqplib";
import { z } from "zod";
import { pause } from "../../base/backoff.ts";
import type { SharedDelivery } from "../../messaging/event-bus.ts";
import type { ReceivedEvent } from "../../wire/cloud-events.ts";
import { createCell, QUORUM } from "./rabbitmq-cell.ts";
import { ensureQueue, isLocked, onChannel, type OpenRabbitMq } from "./rabbitmq-connection.ts";
import { openIncoming } from "./rabbitmq-incoming.ts";
import { fromMessage, toMessage } from "./rabbitmq-message.ts";
import { placeOf, readStream } from "./rabbitmq-reader.ts";

// What one process is given at once is kept from the others meanwhile.
const MAX_UNSETTLED = 50;
const TAKE_OVER_MS = 1000;

const LOG = "event-bus-log";
const POSITION = "event-bus-position";

const Cursor = z.object({
  log: z.string(),
  position: z.number(),
  checksum: z.string().exactOptional(),
});

export async function* shareStream(
  rabbit: OpenRabbitMq,
  subscriber: string,
  signal: AbortSignal,
): AsyncGenerator<SharedDelivery> {
  const ending = new AbortController();
  const end = AbortSignal.any([signal, ending.signal]);
  const filler = createFiller(rabbit, subscriber, end);
  const isFilling = await filler.takeOver();
  // Until the process that fills it has made it, this rejects: then all begins again, a little later.
  const incoming = await openIncoming(rabbit, filler.queue, { atMost: MAX_UNSETTLED });
  const filled = filler.run(isFilling).catch((error: Error) => incoming.fail(error));
  try {
    while (!signal.aborted) {
      const [message] = incoming.take(1);
      if (!message) await incoming.wait(signal);
      else yield* deliveriesOf(message, (isHandled) => incoming.settle(message, isHandled));
    }
  } finally {
    ending.abort();
    incoming.close();
    await filled;
  }
}

function* deliveriesOf(
  message: Message,
  settle: (isHandled: boolean) => void,
): Generator<SharedDelivery> {
  const { [LOG]: log, [POSITION]: position } = message.properties.headers ?? {};
  const events = fromMessage(message, Number(position));
  // Another program has put it there.
  if (events.length === 0) return settle(true);
  yield {
    delivery: { log: String(log), events },
    isRepeated: message.fields.redelivered,
    // Until it is to come again, it is kept here: RabbitMQ would give it again at once.
    settle: (_position, againInMs) => {
      if (againInMs === undefined) settle(true);
      else setTimeout(() => settle(false), againInMs);
    },
  };
}

function createFiller(rabbit: OpenRabbitMq, subscriber: string, signal: AbortSignal) {
  const queue = `${rabbit.stream}.${subscriber}`;
  // It lives as long as the connection that has made it, and no other connection can use it: a lock.
  const lock = `${queue}.filling`;
  const cursor = createCell(rabbit, Cursor, { name: `${queue}.filled` });

  /** False while another process fills the queue. */
  async function takeOver(): Promise<boolean> {
    try {
      await onChannel(rabbit, (channel) => channel.assertQueue(lock, { exclusive: true }));
    } catch (error) {
      if (isLocked(error)) return false;
      throw error;
    }
    // What was in a queue that was deleted has to be there again.
    if (await ensureQueue(rabbit, queue, QUORUM)) await cursor.remove();
    return true;
  }

  async function run(isOurs: boolean): Promise<void> {
    for (let isFilling = isOurs; !isFilling; isFilling = await takeOver()) {
      await pause(TAKE_OVER_MS, signal);
      if (signal.aborted) return;
    }
    try {
      await fill();
    } finally {
      await onChannel(rabbit, (channel) => channel.deleteQueue(lock)).catch(() => {});
    }
  }

  // A crash between the two repeats some events, and loses none.
  async function fill(): Promise<void> {
    const from = (await cursor.load()) ?? { position: 0 };
    for await (const { log, events } of readStream(rabbit, from, { endless: true, signal })) {
      const place = placeOf(events.at(-1));
      if (log === undefined || place === undefined) continue;
      await Promise.all(events.map((event) => put(log, event)));
      await cursor.save({ log, ...place });
    }
  }

  async function put(log: string, event: ReceivedEvent): Promise<void> {
    const { headers, body } = toMessage(event);
    const where = { [LOG]: log, [POSITION]: event.position ?? 0 };
    if (!(await rabbit.store(queue, { headers: { ...headers, ...where }, body })))
      throw new Error(`${queue} was deleted.`);
  }

  return { queue, takeOver, run };
}
