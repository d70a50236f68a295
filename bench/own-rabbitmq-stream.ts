// A stream of the benchmark's own in a RabbitMQ that others may use, too. Its first use makes it.

import { randomBytes } from "node:crypto";
import { reasonOf } from "@blog/common/base/reason";
import { connect } from "amqplib";
import type { OnStop } from "./workload.ts";

/** Resolves with the URL to use it by. Whatever uses it must have stopped when it is removed, or makes it anew. */
export function borrowRabbitMqStream(rabbitmq: string, onStop: OnStop): string {
  const url = nameRabbitMqStream(rabbitmq);
  onStop(() => removeRabbitMqStream(url));
  return url;
}

/** The same server, and a stream of its own. */
export function nameRabbitMqStream(rabbitmq: string): string {
  const url = new URL(rabbitmq);
  url.searchParams.set("stream", `BLOG_BENCH_${randomBytes(6).toString("hex").toUpperCase()}`);
  return url.href;
}

/** What our own URL names, for a client that does not know it. */
export function serverAndStream(address: string): { server: string; stream: string } {
  const url = new URL(address);
  const stream = url.searchParams.get("stream") ?? "EVENTS";
  url.searchParams.delete("stream");
  return { server: url.href, stream };
}

/** And what is kept beside it, but for what expires. Prints when it cannot. */
export async function removeRabbitMqStream(address: string): Promise<void> {
  const { server, stream } = serverAndStream(address);
  const beside = ["_PARKED", ".moderation", ".moderation.filled"];
  try {
    const connection = await connect(server);
    const channel = await connection.createChannel();
    // One that was never made is deleted as well.
    for (const name of [stream, ...beside.map((end) => stream + end)])
      await channel.deleteQueue(name);
    await connection.close();
  } catch (error) {
    console.error(`The stream ${stream} could not be removed from RabbitMQ: ${reasonOf(error)}`);
  }
}

/** Makes a stream and removes it: so it is known that this is allowed. */
export async function versionOfRabbitMq(url: string, onStop: OnStop): Promise<string> {
  const own = nameRabbitMqStream(url);
  const { server, stream } = serverAndStream(own);
  const connection = await connect(server);
  onStop(() => removeRabbitMqStream(own));
  const channel = await connection.createChannel();
  await channel.assertQueue(stream, { arguments: { "x-queue-type": "stream" } });
  const { version } = connection.connection.serverProperties;
  await connection.close();
  return version;
}
