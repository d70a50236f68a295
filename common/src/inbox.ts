// Hearing events exactly once, for services that own a database. The bus delivers at least once, in order; here each
// event's effect, its id and the checkpoint are written in one transaction, so that there is no moment between them.
//
// An event whose id is known is done. A delivery that starts beyond the checkpoint has a hole before it: the answer is
// where to resume. A redelivered (once parked) event is late by nature, and only its id counts.

import { advance, type Checkpoint, judge, START } from "./checkpoint.ts";
import type { ReceivedEvent } from "./cloud-events.ts";
import type { Database, Transaction } from "./database.ts";
import type { Delivery, Inbox } from "./delivery.ts";
import { failpoint } from "./failpoint.ts";
import { handle, type Handlers } from "./handlers.ts";

export const inboxTable = `
  CREATE TABLE IF NOT EXISTS inbox (id TEXT PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS checkpoint (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    log TEXT NOT NULL,
    position BIGINT NOT NULL,
    passed_over TEXT NOT NULL
  );
`;

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
  const [row] = await db.query<{ log: string; position: number; passedOver: string }>(
    'SELECT log, position, passed_over AS "passedOver" FROM checkpoint',
  );
  if (!row) return START;
  // Written by saveCheckpoint below, and by nobody else.
  const passedOver = JSON.parse(row.passedOver) as number[];
  return { log: row.log, position: Number(row.position), passedOver };
}

async function saveCheckpoint(
  tx: Transaction,
  { log = "", position, passedOver }: Checkpoint,
): Promise<void> {
  await tx.query(
    `INSERT INTO checkpoint (singleton, log, position, passed_over) VALUES (1, $1, $2, $3)
     ON CONFLICT (singleton) DO UPDATE
     SET log = excluded.log, position = excluded.position, passed_over = excluded.passed_over`,
    [log, position, JSON.stringify(passedOver)],
  );
}
