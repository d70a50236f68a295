// Publishing events exactly once, for services that own a database. State and event are written in one transaction; a relay
// (outbox-relay.ts) passes the event on and deletes it once the bus has acknowledged. A crash between state and bus
// loses nothing, a crash between bus and deletion repeats the event under its old id, and the bus keeps one.

import type { OutgoingEvent } from "../wire/cloud-events.ts";
import type { Database, Queryable, Transaction } from "../database/database.ts";
import type { Contracts } from "./contracts.ts";
import { failpoint } from "../base/failpoint.ts";
import { createFirstAttempts, type FirstAttempts } from "./first-attempts.ts";
import { createEvent, type Publication } from "./outgoing-event.ts";
import { type Platform, systemPlatform } from "../base/platform.ts";
import { Problem } from "../base/problem.ts";

export const outboxTable = `
  CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    event TEXT NOT NULL,
    refused TEXT
  );
`;

interface OutboxOptions {
  /** How many events may wait for the bus. Beyond, new work is refused: pressure reaches the user, nothing is lost. */
  capacity?: number;
  /** How long a request waits for the first attempt at its event. */
  firstAttemptMs?: number;
  platform?: Platform;
}

export interface Outbox<C extends Contracts = Contracts> {
  /** Records an event in the transaction of the state it describes. Throws a 503 Problem when too many are waiting already. */
  add(tx: Transaction, ...publication: Publication<C>): Promise<void>;
  /** The oldest events that wait, in the order they were added. */
  waiting(limit: number): Promise<OutgoingEvent[]>;
  /** Forgets what the bus has acknowledged. */
  remove(events: OutgoingEvent[]): Promise<void>;
  /** Sets aside what the bus will never take, with its reason, so that the rest can pass. It stays in the table. */
  markRejected(event: OutgoingEvent, reason: string): Promise<void>;
  /** Calls back whenever this process has added something; it may not be committed yet. */
  onAdd(listener: () => void): void;
  /** How often to poll, in milliseconds: other processes may add events without a call of `onAdd`. */
  readonly lookEveryMs: number;
  /** Runs `work` while no other process publishes from this outbox: two could mix up the order. See Database.asLeader. */
  withSenderLock(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Lets a request wait until its event was tried. None waits where other processes add events, too. */
  readonly attempts: FirstAttempts;
  depth(): Promise<number>;
  /** How often work was refused since the start because too many events were waiting. */
  overflowCount(): number;
  /** How many events the bus will never take. */
  rejectedCount(): Promise<number>;
}

export function createOutbox(
  db: Database,
  source: string,
  { capacity = 10_000, firstAttemptMs = 200, platform = systemPlatform }: OutboxOptions = {},
): Outbox {
  let wake = () => {};
  const attempts = createFirstAttempts(firstAttemptMs, platform.clock);
  let overflowCount = 0;
  // So many may be added before it is time to count again: only this process adds events, and a removal only frees a slot.
  // Where others add too, every time.
  let freeSlots = 0;

  async function takePlace(tx: Transaction): Promise<void> {
    if (freeSlots <= 0 || db.isShared) freeSlots = capacity - (await countWaiting(tx));
    if (freeSlots <= 0) {
      overflowCount += 1;
      throw new Problem(503, "The event bus has been away for too long: please try again later.", {
        headers: { "retry-after": "5" },
      });
    }
    freeSlots -= 1;
  }

  return {
    async add(tx, ...publication) {
      await takePlace(tx);
      failpoint("outbox.add");
      const event = createEvent(source, publication, platform);
      // Its cause may be received twice (a course bus gives no ids): then it has the same id as before.
      await tx.query("INSERT INTO outbox (id, event) VALUES ($1, $2) ON CONFLICT DO NOTHING", [
        event.id,
        JSON.stringify(event),
      ]);
      // Of several processes one publishes, and that may be another one.
      if (!db.isShared) attempts.note(event.data, event.id);
      wake();
    },

    async waiting(limit) {
      const rows = await db.query<{ event: string }>(
        "SELECT event FROM outbox WHERE refused IS NULL ORDER BY seq LIMIT $1",
        [limit],
      );
      // Written by add above, and nowhere else.
      return rows.map((row) => JSON.parse(row.event) as OutgoingEvent);
    },

    remove: async (events) => {
      const ids = toPowerOfTwo(events.map(({ id }) => id));
      const places = ids.map((_, index) => `$${index + 1}`).join(", ");
      await db.query(`DELETE FROM outbox WHERE id IN (${places})`, ids);
      attempts.tried(ids);
    },

    markRejected: async (event, reason) => {
      await db.query("UPDATE outbox SET refused = $1 WHERE id = $2", [reason, event.id]);
      attempts.tried([event.id]);
    },

    onAdd(listener) {
      wake = listener;
    },

    lookEveryMs: db.isShared ? 100 : 1000,
    withSenderLock: (signal, work) => db.asLeader("outbox", signal, work),
    attempts,
    depth: () => countWaiting(db),
    overflowCount: () => overflowCount,

    async rejectedCount() {
      const sql = "SELECT count(*) AS refused FROM outbox WHERE refused IS NOT NULL";
      const [row] = await db.query<{ refused: number }>(sql);
      return Number(row?.refused ?? 0);
    },
  };
}

// A statement is kept for each text there is: so there are ten, not one for each number of events.
function toPowerOfTwo(ids: string[]): string[] {
  const count = 2 ** Math.ceil(Math.log2(ids.length));
  return ids.concat(Array(count - ids.length).fill(ids[0]));
}

async function countWaiting(db: Queryable): Promise<number> {
  const [row] = await db.query<{ waiting: number }>(
    "SELECT count(*) AS waiting FROM outbox WHERE refused IS NULL",
  );
  return Number(row?.waiting ?? 0);
}

// Next: common/src/messaging/outbox-relay.ts, how it gets from there to the bus.
