// Our port over a stream of RabbitMQ: see over-stream.ts.

import { connectRabbitMqBus } from "@blog/common/engines/rabbitmq/event-bus-rabbitmq";
import { nameRabbitMqStream, removeRabbitMqStream } from "../own-rabbitmq-stream.ts";
import { overStream } from "./over-stream.ts";
import type { System } from "./system.ts";

export const overRabbitMq = overStream("RabbitMQ", connectRabbitMqBus);

/** In a stream of its own on this server. */
export function oursOverRabbitMq(rabbitmq: string): System {
  return {
    ...overRabbitMq,
    acknowledged: "what this server promises",
    isOurs: true,

    async start() {
      const address = nameRabbitMqStream(rabbitmq);
      return { address, stop: () => removeRabbitMqStream(address) };
    },
  };
}
