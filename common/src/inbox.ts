// Hearing events exactly once, for services that own a database. The bus delivers at least once, in order; here each
// event's effect, its id and the checkpoint are written in one transaction, so that there is no moment between them.
//
// An event whose id is known is done. A delivery that starts beyond the checkpoint has a hole before it: the answer is
// where to resume. A redelivered (once parked) event is late by nature, and only its id counts.

import type { ReceivedEvent } from "./cloud-events.ts";
import type { Database, Transaction } from "./database.ts";
import type { Delivery, Inbox, Outcome } from "./delivery.ts";
import { failpoint } from "./failpoint.ts";
import { handle, type Handlers } from "./handlers.ts";

export const inboxTable = `
  CREATE TABLE IF NOT EXISTS inbox (id TEXT PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS checkpoint (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    log TEXT NOT NULL,
    position BIGINT NOT NULL
  );
`;

/** How far a consumer has come in which log. Another log (another identity) is read from its start. */
export interface Checkpoint {
  log?: string;
  position: number;
}

/** An inbox that remembers how far it has come, so that it can catch up. */
export interface CheckpointedInbox extends Inbox {
  checkpoint(): Promise<Checkpoint>;
}

interface InboxOptions {
  /** Called before the first event of another log: whoever has kept positions must know that they begin again at 1. */
  onNewLog?(tx: Transaction): Promise<void>;
}

export function createInbox(
  db: Database,
  handlers: Handlers<Transaction>,
  { onNewLog }: InboxOptions = {},
): CheckpointedInbox {
  return {
    checkpoint: () => loadCheckpoint(db),

    receive: (delivery) =>
      db.transaction(async (tx) => {
        const checkpoint = await loadCheckpoint(tx);
        const outcome = judge(delivery, checkpoint);
        if (outcome !== "done") return outcome;

        if (isFromNewLog(delivery, checkpoint)) await onNewLog?.(tx);
        for (const event of delivery.events) {
          failpoint("inbox.event");
          if (await remember(tx, event)) await handle(handlers, event, tx);
        }
        const reached = advance(delivery, checkpoint);
        if (reached !== checkpoint) await saveCheckpoint(tx, reached);
        return outcome;
      }),
  };
}

/** Whether a delivery can be taken as it is. Against a course bus (no log, no positions) always. */
export function judge(
  { log, previous = 0, redelivery }: Delivery,
  checkpoint: Checkpoint,
): Outcome {
  if (log === undefined || redelivery) return "done";
  const reached = checkpoint.log === log ? checkpoint.position : 0;
  return previous > reached ? { resumeAfter: reached } : "done";
}

/** The checkpoint after a delivery. It never goes back, and a redelivery does not move it. */
export function advance({ log, events, redelivery }: Delivery, checkpoint: Checkpoint): Checkpoint {
  if (log === undefined || redelivery) return checkpoint;
  const last = events.at(-1)?.position ?? 0;
  if (checkpoint.log !== log) return { log, position: last };
  return last > checkpoint.position ? { log, position: last } : checkpoint;
}

function isFromNewLog({ log, redelivery }: Delivery, checkpoint: Checkpoint): boolean {
  return checkpoint.log !== undefined && log !== undefined && log !== checkpoint.log && !redelivery;
}

// Without an id there is no memory; converging handlers make a second time harmless.
async function remember(tx: Transaction, { id }: ReceivedEvent): Promise<boolean> {
  if (id === undefined) return true;
  const added = await tx.query(
    "INSERT INTO inbox (id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id",
    [id],
  );
  return added.length > 0;
}

async function loadCheckpoint(db: Transaction): Promise<Checkpoint> {
  const [row] = await db.query<{ log: string; position: number }>(
    "SELECT log, position FROM checkpoint",
  );
  return row ? { log: row.log, position: Number(row.position) } : { position: 0 };
}

async function saveCheckpoint(tx: Transaction, { log = "", position }: Checkpoint): Promise<void> {
  await tx.query(
    `INSERT INTO checkpoint (singleton, log, position) VALUES (1, $1, $2)
     ON CONFLICT (singleton) DO UPDATE SET log = excluded.log, position = excluded.position`,
    [log, position],
  );
}
