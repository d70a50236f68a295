// Parked events (dead letters) in RabbitMQ: a stream of their own, in which each change is a record. The last one about an event
// counts, if it was made with knowledge of the one before it; all who read the stream agree which those are.

import type { Message } from "amqplib";
import { z } from "zod";
import { pause } from "../../base/backoff.ts";
import { newId } from "../../base/ids.ts";
import { LogParkedEvent, type ParkedEvents } from "../../delivery/parked-events.ts";
import { ensureQueue, type OpenRabbitMq, STREAM } from "./rabbitmq-connection.ts";
import { openIncoming } from "./rabbitmq-incoming.ts";

const Change = z.object({
  id: z.string(),
  /** The id of the change before it. */
  after: z.string().optional(),
  subscriber: z.string(),
  position: z.number(),
  /** Absent when it took effect after all. */
  event: LogParkedEvent.optional(),
});
type Change = z.infer<typeof Change>;

const MAX_AT_ONCE = 500;

export function createRabbitMqParked(
  open: () => Promise<OpenRabbitMq>,
  subscriber: string,
): ParkedEvents {
  async function openChanges(offset: "first" | "next") {
    const rabbit = await open();
    const name = `${rabbit.stream}_PARKED`;
    await ensureQueue(rabbit, name, STREAM);
    return openIncoming(rabbit, name, { atMost: MAX_AT_ONCE, offset });
  }

  /** All there are now, of all subscribers. */
  async function readChanges(): Promise<Change[]> {
    const incoming = await openChanges("first");
    const changes: Change[] = [];
    try {
      for (;;) {
        await incoming.sync();
        const messages = incoming.take(MAX_AT_ONCE);
        const last = messages.at(-1);
        if (!last) return changes;
        changes.push(...messages.flatMap(parseChange));
        incoming.ack(last);
      }
    } finally {
      incoming.close();
    }
  }

  /** The changes that count, by position. */
  function latestOf(changes: Change[]): Map<number, Change> {
    const latest = new Map<number, Change>();
    for (const change of changes.filter((each) => each.subscriber === subscriber))
      if (change.after === latest.get(change.position)?.id) latest.set(change.position, change);
    return latest;
  }

  /** Whether it counts, once it has come back. */
  async function make(wanted: Change): Promise<boolean> {
    const rabbit = await open();
    const { id, position } = wanted;
    const body = JSON.stringify(wanted);
    if (!(await rabbit.store(`${rabbit.stream}_PARKED`, { body })))
      throw new Error("The stream of parked events was deleted.");
    for (;;) {
      const changes = await readChanges();
      if (changes.some((each) => each.id === id)) return latestOf(changes).get(position)?.id === id;
      await pause(20);
    }
  }

  /** Of several at once, one counts, and the others are asked for again. */
  async function amend(
    position: number,
    toNext: (known: LogParkedEvent | undefined) => Pick<Change, "event"> | undefined,
  ): Promise<LogParkedEvent | undefined> {
    for (;;) {
      const known = latestOf(await readChanges()).get(position);
      const next = toNext(known?.event);
      if (!next) return known?.event;
      const after = known && { after: known.id };
      if (await make({ id: newId(), ...after, subscriber, position, ...next })) return next.event;
    }
  }

  return {
    async all() {
      const latest = latestOf(await readChanges());
      const found = [...latest.values()].flatMap(({ event }) => event ?? []);
      return found.toSorted((a, b) => a.position - b.position);
    },

    update: (position, toNext) =>
      amend(position, (known) => {
        const event = toNext(known);
        return event && { event };
      }),

    async remove(position) {
      await amend(position, (known) => known && {});
    },

    async watch(onChange, signal) {
      const incoming = await openChanges("next");
      // A connection that is lost ends it, as it ends the reading that it is for.
      void notify().catch(() => {});

      async function notify(): Promise<void> {
        while (!signal.aborted) {
          const messages = incoming.take(MAX_AT_ONCE);
          const last = messages.at(-1);
          if (last) incoming.ack(last);
          const changes = messages.flatMap(parseChange);
          if (changes.some((each) => each.subscriber === subscriber)) onChange();
          await incoming.wait(signal);
        }
        incoming.close();
      }
    },
  };
}

/** None for what another program has put there. */
function parseChange({ content }: Message): Change[] {
  try {
    return [Change.parse(JSON.parse(content.toString()))];
  } catch {
    return [];
  }
}
