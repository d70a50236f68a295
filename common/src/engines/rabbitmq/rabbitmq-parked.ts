// Parked events (dead letters) in RabbitMQ: a stream of their own, in which each change is a record. The last one about an event
// counts, if it was made with knowledge of the one before it; all who read the stream agree which those are.

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
  async function openParked(): Promise<{ rabbit: OpenRabbitMq; name: string }> {
    const rabbit = await open();
    const name = `${rabbit.stream}_PARKED`;
    await ensureQueue(rabbit, name, STREAM);
    return { rabbit, name };
  }

  /** What counts, by position; `seen` also has the ids of those that came too late. */
  async function readChanges() {
    const { rabbit, name } = await openParked();
    const incoming = await openIncoming(rabbit, name, { atMost: MAX_AT_ONCE, offset: "first" });
    const current = new Map<number, Change>();
    const seen = new Set<string>();
    try {
      for (;;) {
        await incoming.sync();
        const messages = incoming.take(MAX_AT_ONCE);
        const last = messages.at(-1);
        if (!last) return { current, seen };
        for (const change of messages.flatMap(({ content }) => parseChange(content))) {
          seen.add(change.id);
          if (change.subscriber !== subscriber) continue;
          if (change.after === current.get(change.position)?.id)
            current.set(change.position, change);
        }
        incoming.ack(last);
      }
    } finally {
      incoming.close();
    }
  }

  async function append(change: Change): Promise<void> {
    const { rabbit, name } = await openParked();
    if (!(await rabbit.store(name, { body: JSON.stringify(change) })))
      throw new Error(`${name} was deleted.`);
  }

  /** Whether the change counts. */
  async function isTaken({ id, position }: Change): Promise<boolean> {
    for (;;) {
      const { current, seen } = await readChanges();
      if (seen.has(id)) return current.get(position)?.id === id;
      await pause(20);
    }
  }

  /** Of several changes at once, one is made and the others are asked for again. */
  async function change(
    position: number,
    toNext: (known: LogParkedEvent | undefined) => Pick<Change, "event"> | undefined,
  ): Promise<LogParkedEvent | undefined> {
    for (;;) {
      const before = (await readChanges()).current.get(position);
      const next = toNext(before?.event);
      if (!next) return before?.event;
      const made = { id: newId(), ...(before && { after: before.id }), subscriber, position };
      const wanted = { ...made, ...next };
      await append(wanted);
      if (await isTaken(wanted)) return next.event;
    }
  }

  return {
    async all() {
      const { current } = await readChanges();
      const found = [...current.values()].flatMap(({ event }) => event ?? []);
      return found.toSorted((a, b) => a.position - b.position);
    },

    update: (position, toNext) =>
      change(position, (known) => {
        const event = toNext(known);
        return event && { event };
      }),

    async remove(position) {
      await change(position, (known) => known && {});
    },

    async watch(onChange, signal) {
      const { rabbit, name } = await openParked();
      const incoming = await openIncoming(rabbit, name, { atMost: MAX_AT_ONCE, offset: "next" });
      void notify().catch(() => {});

      // A connection that is lost ends it, as it ends the reading that it is for.
      async function notify(): Promise<void> {
        while (!signal.aborted) {
          const messages = incoming.take(MAX_AT_ONCE);
          const changes = messages.flatMap(({ content }) => parseChange(content));
          if (changes.some((each) => each.subscriber === subscriber)) onChange();
          const last = messages.at(-1);
          if (last) incoming.ack(last);
          await incoming.wait(signal);
        }
        incoming.close();
      }
    },
  };
}

/** None for what another program has put there. */
function parseChange(content: Buffer): Change[] {
  try {
    return [Change.parse(JSON.parse(content.toString()))];
  } catch {
    return [];
  }
}
