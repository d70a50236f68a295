// A stream of RabbitMQ and nothing around it: a publisher that waits for each confirm, and a consumer for each subscriber that
// remembers nothing. https://www.rabbitmq.com/docs/streams

import { connect } from "amqplib";
import { type BenchEvent, toJson } from "../event.ts";
import {
  nameRabbitMqStream,
  removeRabbitMqStream,
  serverAndStream,
} from "../own-rabbitmq-stream.ts";
import type { Spoken, System } from "./system.ts";

/** How many events a subscriber may have without an acknowledgement. */
const PREFETCH = 500;

export const rabbitMqStream: Spoken = {
  name: "RabbitMQ stream",

  async connectPublisher(address) {
    const { server, stream } = serverAndStream(address);
    const channel = await (await connect(server, { noDelay: true })).createConfirmChannel();
    return {
      publish: (event) =>
        new Promise((resolve, reject) => {
          const body = Buffer.from(toJson(event));
          channel.publish("", stream, body, { persistent: true }, (error) =>
            error ? reject(error) : resolve(),
          );
        }),
    };
  },

  async subscribe(address, _name, onEvent) {
    const { server, stream } = serverAndStream(address);
    const channel = await (await connect(server, { noDelay: true })).createChannel();
    await channel.prefetch(PREFETCH);
    const fromHere = { arguments: { "x-stream-offset": "next" } };
    await channel.consume(
      stream,
      (message) => {
        if (!message) return;
        onEvent(JSON.parse(message.content.toString()) as BenchEvent);
        channel.ack(message);
      },
      fromHere,
    );
  },
};

/** On a server that runs already, in a stream of its own. */
export function rabbitMqStreamOn(rabbitmq: string): System {
  return {
    ...rabbitMqStream,
    acknowledged: "what this server promises",

    async start() {
      const address = nameRabbitMqStream(rabbitmq);
      const { server, stream } = serverAndStream(address);
      const connection = await connect(server);
      const channel = await connection.createChannel();
      await channel.assertQueue(stream, { arguments: { "x-queue-type": "stream" } });
      await connection.close();
      return { address, stop: () => removeRabbitMqStream(address) };
    },
  };
}
