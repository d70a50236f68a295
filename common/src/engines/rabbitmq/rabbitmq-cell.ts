// One value, kept in RabbitMQ: a queue of at most one message, where a new one replaces the one before. A reader takes the message
// and requeues it. For one process at a time: another one would find nothing in that moment.

import { z } from "zod";
import { ensureQueue, isMissing, onChannel, type OpenRabbitMq } from "./rabbitmq-connection.ts";

/** RabbitMQ 4 drops a message that was requeued 20 times, unless a queue names another limit. */
export const QUORUM = { "x-queue-type": "quorum", "x-delivery-limit": 1_000_000_000 };

interface CellOptions {
  name: string;
  /** It is forgotten when it was not looked at for so long. */
  keptMs?: number;
}

export interface Cell<T> {
  load(): Promise<T | undefined>;
  save(value: T): Promise<void>;
  remove(): Promise<void>;
}

export function createCell<T>(
  rabbit: OpenRabbitMq,
  schema: z.ZodType<T>,
  { name, keptMs }: CellOptions,
): Cell<T> {
  const settings = { ...QUORUM, "x-max-length": 1, ...(keptMs && { "x-expires": keptMs }) };

  return {
    load: () =>
      onChannel(rabbit, async (channel) => {
        const message = await channel.get(name);
        if (!message) return undefined;
        channel.nack(message, false, true);
        return schema.parse(JSON.parse(message.content.toString()));
      }).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      }),
    async save(value) {
      const message = { body: JSON.stringify(value) };
      while (!(await rabbit.store(name, message))) await ensureQueue(rabbit, name, settings);
    },
    async remove() {
      await onChannel(rabbit, (channel) => channel.deleteQueue(name));
    },
  };
}
