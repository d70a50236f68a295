// RabbitMQ: a fanout exchange, a quorum queue for each subscriber, publisher confirms, each event acknowledged.
// https://www.rabbitmq.com/docs/quorum-queues

import { connect } from "amqplib";
import { findProgram } from "../../infra/local/find-program.ts";
import { findFreePorts } from "../../infra/local/ports.ts";
import { rabbitMqEnvironment } from "../../tests/scale/rabbitmq-server.ts";
import { type BenchEvent, toJson } from "../event.ts";
import { startServer } from "../server-process.ts";
import type { System } from "./system.ts";

const EXCHANGE = "events";
/** How many events a subscriber may have without an acknowledgement. */
const PREFETCH = 1000;

export const rabbitmqQuorum: System = {
  name: "RabbitMQ quorum",
  acknowledged: "fsync of the quorum queues' log",
  program: "rabbitmq",

  async start(folder) {
    const [port = 0, distribution = 0, names = 0] = await findFreePorts(3);
    const epmd = { program: "epmd", args: ["-port", String(names)], port: names, folder };
    const nameServer = await startServer(epmd);
    const broker = await startServer({
      program: findProgram("rabbitmq")!,
      args: [],
      port,
      folder,
      env: await rabbitMqEnvironment(folder, { port, distribution, names }),
    });
    return {
      address: `amqp://127.0.0.1:${port}`,
      async stop() {
        await broker.stop();
        await nameServer.stop();
      },
    };
  },

  async connectPublisher(address) {
    const channel = await (await connect(address)).createConfirmChannel();
    await channel.assertExchange(EXCHANGE, "fanout", { durable: true });
    return {
      publish: (event) =>
        new Promise((resolve, reject) => {
          const body = Buffer.from(toJson(event));
          channel.publish(EXCHANGE, "", body, { persistent: true }, (error) =>
            error ? reject(error) : resolve(),
          );
        }),
    };
  },

  async subscribe(address, name, onEvent) {
    const channel = await (await connect(address)).createChannel();
    await channel.assertExchange(EXCHANGE, "fanout", { durable: true });
    await channel.assertQueue(name, { durable: true, arguments: { "x-queue-type": "quorum" } });
    await channel.bindQueue(name, EXCHANGE, "");
    await channel.prefetch(PREFETCH);
    await channel.consume(name, (message) => {
      if (!message) return;
      onEvent(JSON.parse(message.content.toString()) as BenchEvent);
      channel.ack(message);
    });
  },
};
