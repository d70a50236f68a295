// What an operator, or another program, does to the queues of a RabbitMQ.

import { type ConfirmChannel, connect } from "amqplib";

/** `stream`: the log's name, with which those of all its queues begin. */
export type Operation<T> = (channel: ConfirmChannel, stream: string) => Promise<T>;

/** On a connection of its own. */
export async function operateRabbitMq<T>(
  url: string,
  stream: string,
  work: Operation<T>,
): Promise<T> {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  const found = await work(channel, stream);
  await connection.close();
  return found;
}
