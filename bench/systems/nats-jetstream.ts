// NATS JetStream: a stream in files, a durable push consumer for each subscriber, each event acknowledged explicitly. The
// server does not sync each message to the disk, as its documentation explains: https://docs.nats.io/nats-concepts/jetstream

import { openNats } from "@blog/common/engines/nats/nats-connection";
import { AckPolicy, DeliverPolicy, StorageType } from "@nats-io/jetstream";
import { findProgram } from "../../infra/local/find-program.ts";
import { findFreePorts } from "../../infra/local/ports.ts";
import { type BenchEvent, toJson } from "../event.ts";
import { nameStream, removeStream } from "../own-stream.ts";
import { startServer } from "../server-process.ts";
import type { System } from "./system.ts";

export const natsJetStream: System = {
  name: "NATS JetStream",
  acknowledged: "a write to a file, without fsync",
  program: "nats",

  async start(folder) {
    const [port = 0] = await findFreePorts(1);
    const args = ["-a", "127.0.0.1", "-p", String(port), "-js", "-sd", folder];
    const { stop } = await startServer({ program: findProgram("nats")!, args, port, folder });
    const address = nameStream(`nats://127.0.0.1:${port}`);
    await makeStream(address);
    return { address, stop };
  },

  async connectPublisher(url) {
    const { client, subject } = await openNats(url);
    return {
      async publish(event) {
        await client.publish(subject, toJson(event));
      },
    };
  },

  async subscribe(url, name, onEvent) {
    const { client, manager, stream, subject } = await openNats(url);
    await manager.consumers.add(stream, {
      durable_name: name,
      deliver_subject: `${subject}-deliver.${name}`,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      max_ack_pending: 10_000,
    });
    const consumer = await client.consumers.getPushConsumer(stream, name);
    await consumer.consume({
      callback(message) {
        onEvent(message.json<BenchEvent>());
        message.ack();
      },
    });
  },
};

/** On servers that run already, in a stream of its own. */
export function natsJetStreamOn(nats: string): System {
  const { program: _, ...system } = natsJetStream;
  return {
    ...system,
    acknowledged: "what these servers promise",

    async start() {
      const address = nameStream(nats);
      await makeStream(address);
      return { address, stop: () => removeStream(address) };
    },
  };
}

async function makeStream(url: string): Promise<void> {
  const { connection, manager, stream, subject, replicas } = await openNats(url);
  const settings = { storage: StorageType.File, num_replicas: replicas };
  await manager.streams.add({ name: stream, subjects: [subject], ...settings });
  await connection.close();
}
