// What RabbitMQ sends of a stream or a queue, kept until it is taken. No more comes than `atMost` that are not acknowledged,
// so a slow reader is not flooded.

import type { Message } from "amqplib";
import type { OpenRabbitMq } from "./rabbitmq-connection.ts";

interface IncomingOptions {
  atMost: number;
  /** Of a stream: from where on. "next" is what comes from now on. */
  offset?: number | "first" | "next";
}

export interface Incoming {
  /** Resolves once all has arrived that RabbitMQ has ready for us now. */
  sync(): Promise<void>;
  /** What has arrived. Throws when there is nothing more, and the connection is lost or the queue deleted. */
  take(atMost: number): Message[];
  /** Resolves when something has arrived, and when nothing more will; or when `signal` aborts. */
  wait(signal?: AbortSignal): Promise<void>;
  /** With all that came before it. Throws when it cannot be. */
  ack(message: Message): void;
  /** This one alone: it was handled, or it is to be delivered again. Of no effect once all has ended. */
  settle(message: Message, isHandled: boolean): void;
  /** Nothing more is taken, for this reason. */
  fail(error: Error): void;
  /** What is not acknowledged is delivered to others. */
  close(): void;
}

export async function openIncoming(
  { connection }: OpenRabbitMq,
  queue: string,
  { atMost, offset }: IncomingOptions,
): Promise<Incoming> {
  const arrived: Message[] = [];
  let failure: Error | undefined;
  let wake = () => {};
  function fail(error: Error): void {
    failure ??= error;
    wake();
  }

  const channel = await connection.createChannel();
  channel.on("error", fail);
  channel.on("close", () => fail(new Error("The connection to RabbitMQ was lost.")));
  await channel.prefetch(atMost);
  const from = offset === undefined ? {} : { arguments: { "x-stream-offset": offset } };
  await channel.consume(
    queue,
    (message) => {
      if (message === null) return fail(new Error(`${queue} was deleted.`));
      arrived.push(message);
      wake();
    },
    from,
  );

  return {
    // RabbitMQ does one thing after the other on a channel: it answers once it has sent all that it may send.
    sync: async () => void (await channel.prefetch(atMost)),
    take(most) {
      if (failure && arrived.length === 0) throw failure;
      return arrived.splice(0, most);
    },
    async wait(signal) {
      if (arrived.length > 0 || failure || signal?.aborted) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        signal?.addEventListener("abort", wake, { once: true });
      });
      signal?.removeEventListener("abort", wake);
    },
    ack: (message) => channel.ack(message, true),
    settle(message, isHandled) {
      if (failure) return;
      if (isHandled) channel.ack(message);
      else channel.nack(message, false, true);
    },
    fail,
    close() {
      // What is settled later must not be sent on a channel that is closing.
      fail(new Error(`${queue} is not read any more.`));
      channel.close().catch(() => {});
    },
  };
}
