// The connection to RabbitMQ, and how something is stored there. A connection that breaks is not repaired behind our back: all
// that waits for it fails at once, nothing is kept back to be sent later, and the next call connects anew.

import { type Channel, type ChannelModel, connect } from "amqplib";
import { pause } from "../../base/backoff.ts";
import { reasonOf } from "../../base/reason.ts";

const DEFAULT_STREAM = "EVENTS";

const CONNECT_MS = 3000;
// RabbitMQ confirms within milliseconds, unless its disk or its memory is full: then it keeps publishers waiting.
const CONFIRM_MS = 10_000;
const CLOSE_MS = 1000;
// Twice this long without a sign of life, and the connection counts as lost.
const HEARTBEAT_SECONDS = "5";

const NOT_FOUND = 404;
const LOCKED = 405;

export const STREAM = { "x-queue-type": "stream" };

export interface RabbitMqMessage {
  headers?: Record<string, string | number>;
  body: string;
}

export interface OpenRabbitMq {
  connection: ChannelModel;
  /** The stream that is the log. What is kept beside it has names that begin with this one. */
  stream: string;
  /**
   * Resolves once the message is stored in this queue. False when there is no such queue; rejects when it may or may not have
   * been stored.
   */
  store(queue: string, message: RabbitMqMessage): Promise<boolean>;
  isClosed(): boolean;
  close(): Promise<void>;
}

/**
 * `amqp://user:password@one:5672/vhost`, or amqps. Resolves once there is a connection; rejects if there is none now.
 * `?stream=OTHER` is another log than EVENTS, for systems that share a server and have nothing to do with each other.
 */
export async function openRabbitMq(url: string): Promise<OpenRabbitMq> {
  const { address, stream } = readUrl(url);
  const connection = await connect(address, { timeout: CONNECT_MS, noDelay: true });
  let isClosed = false;
  connection.on("close", () => (isClosed = true));
  // What waits for the connection is rejected. Without a listener, this would end the process as well.
  connection.on("error", () => {});

  async function close(): Promise<void> {
    isClosed = true;
    await Promise.race([connection.close().catch(() => {}), pause(CLOSE_MS)]);
  }
  const store = await createStore(connection, () => void close());
  return { connection, stream, store, isClosed: () => isClosed, close };
}

async function createStore(
  connection: ChannelModel,
  giveUp: () => void,
): Promise<OpenRabbitMq["store"]> {
  const channel = await connection.createConfirmChannel();
  channel.on("error", () => {});
  // RabbitMQ confirms, too, what it could store nowhere. But first it returns it.
  const returned = new Set<string>();
  channel.on("return", ({ properties }) => returned.add(String(properties.messageId)));
  let count = 0;

  return async (queue, { headers = {}, body }) => {
    count += 1;
    const messageId = String(count);
    const options = { persistent: true, mandatory: true, messageId, headers };
    const type = { contentType: "application/json" };
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => {
          reject(new Error("RabbitMQ does not confirm what it is sent."));
          giveUp();
        }, CONFIRM_MS);
        channel.publish("", queue, Buffer.from(body), { ...options, ...type }, (error) =>
          error ? reject(error) : resolve(),
        );
      });
    } finally {
      clearTimeout(timer);
    }
    return !returned.delete(messageId);
  };
}

/** Does something on a channel of its own: an error on a channel closes it, with all that waits there. */
export async function onChannel<T>(
  { connection }: OpenRabbitMq,
  work: (channel: Channel) => Promise<T>,
): Promise<T> {
  const channel = await connection.createChannel();
  channel.on("error", () => {});
  try {
    return await work(channel);
  } finally {
    channel.close().catch(() => {});
  }
}

/** Makes a queue if it is not there; true if it was not. One that an operator has made with other settings stays as it is. */
export async function ensureQueue(
  rabbit: OpenRabbitMq,
  name: string,
  settings: Record<string, string | number>,
): Promise<boolean> {
  try {
    await onChannel(rabbit, (channel) => channel.checkQueue(name));
    return false;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const options = { durable: true, arguments: settings };
  await onChannel(rabbit, (channel) => channel.assertQueue(name, options));
  return true;
}

/** There is none: not one whose node is down, or not up yet, which RabbitMQ reports under the same number. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === NOT_FOUND && /no queue/.test(reasonOf(error));
}

/** It is another connection's own. */
export function isLocked(error: unknown): boolean {
  return codeOf(error) === LOCKED;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function readUrl(text: string) {
  const url = new URL(text);
  const stream = url.searchParams.get("stream") ?? DEFAULT_STREAM;
  if (!/^[A-Z][A-Z0-9_]*$/.test(stream))
    throw new Error(`A stream is called by capitals, digits and _, not "${stream}".`);
  url.searchParams.delete("stream");
  if (!url.searchParams.has("heartbeat")) url.searchParams.set("heartbeat", HEARTBEAT_SECONDS);
  return { address: url.href, stream };
}
