// Reading the stream from a position on, in order and without holes. When one message is skipped, or the connection is lost,
// reading breaks off: the reader knows where to resume, and what it has by then is whole.

import type { Message } from "amqplib";
import type { LogPosition } from "../../messaging/checkpoint.ts";
import type { ReceivedEvent } from "../../wire/cloud-events.ts";
import { type Delivery, following, type Place } from "../../wire/delivery.ts";
import { ensureQueue, type OpenRabbitMq, STREAM } from "./rabbitmq-connection.ts";
import { type Incoming, openIncoming } from "./rabbitmq-incoming.ts";
import { fromMessage, logIdOf, positionOf } from "./rabbitmq-message.ts";

const MAX_AT_ONCE = 500;
// In a cluster, the copy of the stream that we read may be a little behind the one that our checkpoint is from.
const COPY_MS = 1000;

/** Yields what stands after `from`; `endless` goes on with later events. Yields one empty chunk when there is nothing. */
export async function* readStream(
  rabbit: OpenRabbitMq,
  from: LogPosition,
  { endless, signal }: { endless: boolean; signal?: AbortSignal | undefined },
): AsyncGenerator<Delivery> {
  const { stream } = rabbit;
  await ensureQueue(rabbit, stream, STREAM);
  const first = await firstOf(rabbit);
  let log = first && logIdOf(first, stream);
  const { incoming, place, resetFrom } = await startIn(rabbit, log, from);
  let before = place;
  let { position } = place;
  try {
    for (let isAtEnd = false, isFirst = true; !signal?.aborted; isFirst = false) {
      if (!isAtEnd) await incoming.sync();
      const messages = incoming.take(MAX_AT_ONCE);
      const last = messages.at(-1);
      isAtEnd ||= !last;
      if (last || isFirst) yield deliver(messages);
      if (last) incoming.ack(last);
      else if (endless) await incoming.wait(signal);
      else return;
    }
  } finally {
    incoming.close();
  }

  function deliver(messages: Message[]): Delivery {
    for (const message of messages) {
      position += 1;
      if (positionOf(message) !== position)
        throw new Error("RabbitMQ has skipped an event on its way to us.");
      log ??= logIdOf(message, stream);
    }
    const events = messages.flatMap((message) => fromMessage(message, positionOf(message)));
    const reset = resetFrom && { resetFrom };
    const delivery = { ...(log && { log }), ...following(before), ...reset, events };
    before = placeOf(events.at(-1)) ?? before;
    return delivery;
  }
}

export function placeOf(event: ReceivedEvent | undefined): Place | undefined {
  if (event?.position === undefined) return undefined;
  return { position: event.position, ...(event.checksum && { checksum: event.checksum }) };
}

async function firstOf(rabbit: OpenRabbitMq): Promise<Message | undefined> {
  const { stream } = rabbit;
  const incoming = await openIncoming(rabbit, stream, { atMost: 1, offset: "first" });
  await incoming.sync();
  const [message] = incoming.take(1);
  incoming.close();
  // Its identity is gone with it, and every consumer would start over without it.
  if (message && positionOf(message) !== 1)
    throw new Error(`${stream} has lost its first events: its age and size must have no limit.`);
  return message;
}

interface Start {
  incoming: Incoming;
  /** What comes in comes after this. */
  place: Place;
  resetFrom?: Place;
}

// A place that is not in this log, or where another event stands now, means: from the start.
async function startIn(
  rabbit: OpenRabbitMq,
  log: string | undefined,
  { log: known, position, checksum }: LogPosition,
): Promise<Start> {
  const openAt = (offset: number | "first") =>
    openIncoming(rabbit, rabbit.stream, { atMost: MAX_AT_ONCE, offset });
  const start = { position: 0 };
  if (position === 0 || log === undefined || known !== log)
    return { incoming: await openAt("first"), place: start };
  const place = { position, ...(checksum && { checksum }) };
  const incoming = await openAt(position - 1);
  await incoming.sync();
  await incoming.wait(AbortSignal.timeout(COPY_MS));
  const [message] = incoming.take(1);
  const [event] = message ? fromMessage(message, positionOf(message)) : [];
  const isThere = event?.position === position && (!checksum || event.checksum === checksum);
  if (isThere) return { incoming, place };
  incoming.close();
  return { incoming: await openAt("first"), place: start, resetFrom: place };
}
