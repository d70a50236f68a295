// Handling events exactly once, for services that own a database. The bus delivers at least once, in order; here each
// event's effect, its id and the checkpoint are written in one transaction, so that there is no moment between them.
//
// An event whose id is known is done. A delivery that does not follow the checkpoint (a hole, another history) is answered
// with where to resume. A redelivered (once parked) event is late by nature, and only its id counts.

import { type Checkpoint, judge, START } from "./checkpoint.ts";
import type { ReceivedEvent } from "../wire/cloud-events.ts";
import type { Database, Transaction } from "../database/database.ts";
import type { Inbox } from "../wire/delivery.ts";
import type { Effect } from "../wire/effects.ts";
import { failpoint } from "../base/failpoint.ts";
import type { Contracts } from "./contracts.ts";
import { effectOf, handle, type Handlers } from "./handlers.ts";

export const inboxTable = `
  CREATE TABLE IF NOT EXISTS inbox (id TEXT PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS checkpoint (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    log TEXT NOT NULL,
    position BIGINT NOT NULL,
    checksum TEXT,
    passed_over TEXT NOT NULL
  );
`;

/** An inbox that remembers how far it has come, so that it can catch up. */
export interface CheckpointedInbox extends Inbox {
  checkpoint(): Promise<Checkpoint>;
  /** Calls back whenever something is delivered: the bus is up. */
  onDelivery?(listener: () => void): void;
  /** Where several processes share a checkpoint: runs `work` while no other one reads on from there. See Database.asLeader. */
  withReaderLock?(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void>;
}

interface InboxOptions {
  /** Called before the first event of another log, or of a restored one: kept positions mean nothing there, it begins at 1. */
  onNewLog?(tx: Transaction): Promise<void>;
}

export function createInbox<C extends Contracts>(
  db: Database,
  contracts: C,
  handlers: Handlers<C, Transaction>,
  { onNewLog }: InboxOptions = {},
): CheckpointedInbox {
  let noticeDelivery = () => {};

  return {
    onDelivery(listener) {
      noticeDelivery = listener;
    },

    checkpoint: () => loadCheckpoint(db),
    withReaderLock: (signal, work) => db.asLeader("inbox", signal, work),

    async receive(delivery, note) {
      noticeDelivery();
      let effects: Effect[] = [];
      const result = await db.transaction(async (tx) => {
        // It may run more than once.
        effects = [];
        const checkpoint = await loadCheckpoint(tx);
        const { outcome, startsOver, reached } = judge(delivery, checkpoint);
        if (outcome !== "done") return outcome;

        if (startsOver && checkpoint.log !== undefined) await onNewLog?.(tx);
        for (const event of delivery.events) {
          failpoint("inbox.event");
          const isNew = await remember(tx, event);
          if (isNew) await handle(contracts, handlers, event, tx);
          effects.push(isNew ? effectOf(handlers, event) : "duplicate");
        }
        if (reached !== checkpoint) await saveCheckpoint(tx, reached);
        return outcome;
      });
      for (const effect of effects) note?.(effect);
      return result;
    },
  };
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
  type Row = { log: string; position: number; checksum: string | null; skipped: string };
  const [row] = await db.query<Row>(
    'SELECT log, position, checksum, passed_over AS "skipped" FROM checkpoint',
  );
  if (!row) return START;
  const { log, position, checksum } = row;
  const place = { log, position: Number(position), ...(checksum !== null && { checksum }) };
  // Written by saveCheckpoint below, and nowhere else.
  return { ...place, skippedPositions: JSON.parse(row.skipped) as number[] };
}

async function saveCheckpoint(
  tx: Transaction,
  { log = "", position, checksum, skippedPositions }: Checkpoint,
): Promise<void> {
  await tx.query(
    `INSERT INTO checkpoint (singleton, log, position, checksum, passed_over) VALUES (1, $1, $2, $3, $4)
     ON CONFLICT (singleton) DO UPDATE SET log = excluded.log, position = excluded.position,
       checksum = excluded.checksum, passed_over = excluded.passed_over`,
    [log, position, checksum ?? null, JSON.stringify(skippedPositions)],
  );
}

// Next: query/src/view.ts, what query makes of it.
