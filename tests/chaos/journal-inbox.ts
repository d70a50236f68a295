// The inbox of a journal: a subscriber that does nothing but write down what took effect, and in which order, through the
// real inbox and in the real transaction. What the checker calls an effect is a row here.

import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import type { Database, Transaction } from "@blog/common/database/database";
import type { Delivery } from "@blog/common/wire/delivery";
import type { CheckedEvent } from "@blog/common/messaging/handlers";
import { contracts } from "@blog/common/events";
import { type CheckpointedInbox, createInbox } from "@blog/common/messaging/inbox";
import type { Effect } from "./checker.ts";

export const effectsTable =
  "CREATE TABLE IF NOT EXISTS effects (seq INTEGER PRIMARY KEY, effect TEXT NOT NULL)";

interface JournalOptions {
  /** The name of an event in the checker's findings. */
  nameOf(event: { type: string; data: { id: string } }): string;
  /** An event that fails, however often it comes. */
  isPoison(name: string): boolean;
  /** What else an event leads to, in the same transaction. */
  react?(event: CheckedEvent<typeof contracts>, tx: Transaction): Promise<void>;
}

export function createJournalInbox(
  db: Database,
  { nameOf, isPoison, react }: JournalOptions,
): CheckpointedInbox {
  async function write(event: CheckedEvent<typeof contracts>, tx: Transaction): Promise<void> {
    const id = nameOf(event);
    if (isPoison(id)) throw new Error("this event cannot be borne");
    const { log, isLate } = event.data as { log?: string; isLate?: boolean };
    const { position = 0, checksum = "" } = event;
    const effect: Effect = { id, log: String(log), position, checksum, isLate: isLate === true };
    await tx.query("INSERT INTO effects (effect) VALUES ($1)", [JSON.stringify(effect)]);
    await react?.(event, tx);
  }

  const inbox = createInbox(db, contracts, {
    PostCreated: write,
    CommentCreated: write,
    CommentModerated: write,
    CommentUpdated: write,
  });

  return { ...inbox, receive: (delivery) => inbox.receive(marked(delivery)) };
}

// Which log it is, and whether an effect is late, is not part of an event; both come with the delivery.
function marked(delivery: Delivery): Delivery {
  const { log, redelivery = false } = delivery;
  const mark = (event: ReceivedEvent) => ({
    ...event,
    data: { ...event.data, log, isLate: redelivery },
  });
  return { ...delivery, events: delivery.events.map(mark) };
}

export async function readEffects(db: Database): Promise<Effect[]> {
  const rows = await db.query<{ effect: string }>("SELECT effect FROM effects ORDER BY seq");
  // Only the journal's inbox writes these rows.
  return rows.map(({ effect }) => JSON.parse(effect) as Effect);
}
