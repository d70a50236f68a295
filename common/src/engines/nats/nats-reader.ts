// Reading the stream from a position on, in order and without holes. A consumer of NATS that acknowledges nothing hands the
// messages over; when it skips one (the connection was lost, it was made anew), reading breaks off. The reader
// knows where to resume, and what it has by then is whole.

import { AckPolicy, type Consumer, DeliverPolicy, type JsMsg } from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
import type { LogPosition } from "../../messaging/checkpoint.ts";
import type { ReceivedEvent } from "../../wire/cloud-events.ts";
import { type Delivery, following, type Place } from "../../wire/delivery.ts";
import { type NatsLog, type OpenNats, openLog } from "./nats-connection.ts";
import { fromMessage } from "./nats-message.ts";

const MAX_AT_ONCE = 500;
// In a cluster, what serves us may die while the server we talk to lives on: two signs of life missed, and we ask anew.
const REQUEST = { max_messages: MAX_AT_ONCE, expires: 30_000, idle_heartbeat: 1000 };

/** Yields what stands after `from`; `endless` goes on with later events. Yields one empty chunk at the end of the log. */
export async function* readStream(
  nats: OpenNats,
  from: LogPosition,
  { endless, signal }: { endless: boolean; signal?: AbortSignal | undefined },
): AsyncGenerator<Delivery> {
  const log = await openLog(nats);
  const start = await startIn(nats, log, from);
  const { resetFrom } = start;
  let before = start.place;
  if (before.position >= log.tail) yield deliver([]);
  if (before.position >= log.tail && !endless) return;

  for await (const messages of messagesAfter(nats, before.position, log.tail, endless, signal)) {
    const events = messages.flatMap(fromMessage);
    yield deliver(events);
    before = placeOf(events.at(-1)) ?? before;
  }

  function deliver(events: ReceivedEvent[]): Delivery {
    return { log: log.id, ...following(before), ...(resetFrom && { resetFrom }), events };
  }
}

export function placeOf(event: ReceivedEvent | undefined): Place | undefined {
  if (event?.position === undefined) return undefined;
  return { position: event.position, ...(event.checksum && { checksum: event.checksum }) };
}

// A place that is not in this log, or where another event stands now, means: from the start.
async function startIn(
  { manager, stream }: OpenNats,
  log: NatsLog,
  from: LogPosition,
): Promise<{ place: Place; resetFrom?: Place }> {
  const { position, checksum } = from;
  const start = { position: 0 };
  if (position === 0 || from.log !== log.id) return { place: start };
  const place = { position, ...(checksum && { checksum }) };
  if (position > log.tail) return { place: start, resetFrom: place };
  const message = await manager.streams.getMessage(stream, { seq: position });
  const [event] = message === null ? [] : fromMessage(message);
  const isThere = event !== undefined && (!checksum || event.checksum === checksum);
  return isThere ? { place } : { place: start, resetFrom: place };
}

async function* messagesAfter(
  { client, manager, stream }: OpenNats,
  position: number,
  tail: number,
  endless: boolean,
  signal?: AbortSignal,
): AsyncGenerator<JsMsg[]> {
  const { name } = await manager.consumers.add(stream, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: position + 1,
    mem_storage: true,
    num_replicas: 1,
    // Long enough for a chunk that has to wait for a database; afterwards a new one is made.
    inactive_threshold: nanos(60_000),
  });
  try {
    const consumer = await client.consumers.get(stream, name);
    let delivered = 0;
    for await (const messages of fetchAll(consumer, MAX_AT_ONCE, signal)) {
      delivered += messages.length;
      if (messages.at(-1)?.info.deliverySequence !== delivered)
        throw new Error("NATS has skipped an event on its way to us.");
      yield messages;
      if (!endless && (messages.at(-1)?.seq ?? 0) >= tail) return;
    }
  } finally {
    // If it is gone already, or NATS is, it is forgotten there by itself.
    await manager.consumers.delete(stream, name).catch(() => false);
  }
}

/**
 * What comes, in chunks of at most `most`, until `signal` aborts. Nothing waits for what is not on its way already, and
 * no more is on its way than one request asked for: a slow reader is not flooded.
 */
export async function* fetchAll(
  consumer: Consumer,
  most: number,
  signal?: AbortSignal,
): AsyncGenerator<JsMsg[]> {
  while (!signal?.aborted) {
    const messages = await consumer.fetch(REQUEST);
    const stop = () => messages.stop();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      yield* inChunks(messages, most);
    } finally {
      signal?.removeEventListener("abort", stop);
      messages.stop();
    }
  }
}

async function* inChunks(messages: AsyncIterable<JsMsg>, most: number): AsyncGenerator<JsMsg[]> {
  let chunk: JsMsg[] = [];
  for await (const message of messages) {
    chunk.push(message);
    if (message.info.pending > 0 && chunk.length < most) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
