// Attempts that are not finished, in NATS: a stream of its own beside the log, one subject for each, of which only the last
// message is kept. What is left of a process that never came back expires.

import { nanos } from "@nats-io/transport-node";
import { UnfinishedAttempt, type UnfinishedAttempts } from "../../delivery/death-count.ts";
import { findOrAdd, lastOf, type OpenNats } from "./nats-connection.ts";

const KEPT_MS = 7 * 24 * 60 * 60_000;

export function createNatsAttempts(
  open: () => Promise<OpenNats>,
  subscriber: string,
): UnfinishedAttempts {
  async function openStream(key: string) {
    const nats = await open();
    const [name, subject] = [`${nats.stream}_UNFINISHED`, `${nats.subject}-unfinished`];
    await findOrAdd(nats.manager, {
      name,
      subjects: [`${subject}.*.*`],
      num_replicas: nats.replicas,
      max_msgs_per_subject: 1,
      max_age: nanos(KEPT_MS),
    });
    // A key may be the name of a host. A dot would divide the subject.
    return { ...nats, name, subject: `${subject}.${subscriber}.${key.replaceAll(/[^\w-]/g, "_")}` };
  }

  return {
    async load(key) {
      const { manager, name, subject } = await openStream(key);
      const message = await lastOf(manager, name, subject);
      return message && UnfinishedAttempt.parse(message.json());
    },
    async save(key, attempt) {
      const { client, subject } = await openStream(key);
      await client.publish(subject, JSON.stringify(attempt));
    },
    async remove(key) {
      const { manager, name, subject } = await openStream(key);
      await manager.streams.purge(name, { filter: subject });
    },
  };
}
