// Attempts that are not finished, in RabbitMQ: a cell for each (rabbitmq-cell.ts). What is left of a process that never came
// back expires.

import { UnfinishedAttempt, type UnfinishedAttempts } from "../../delivery/death-count.ts";
import { createCell } from "./rabbitmq-cell.ts";
import type { OpenRabbitMq } from "./rabbitmq-connection.ts";

const KEPT_MS = 7 * 24 * 60 * 60_000;

export function createRabbitMqAttempts(
  open: () => Promise<OpenRabbitMq>,
  subscriber: string,
): UnfinishedAttempts {
  async function cellOf(key: string) {
    const rabbit = await open();
    const name = `${rabbit.stream}_UNFINISHED.${subscriber}.${key}`;
    return createCell(rabbit, UnfinishedAttempt, { name, keptMs: KEPT_MS });
  }

  return {
    load: async (key) => (await cellOf(key)).load(),
    save: async (key, attempt) => (await cellOf(key)).save(attempt),
    remove: async (key) => (await cellOf(key)).remove(),
  };
}
