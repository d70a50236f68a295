// What the bus remembers about each subscriber: a cursor (how far it was served) and its parked events. A file of its own,
// beside the log, without an fsync per change: the cursor is a hint, and the truth is the consumer's own checkpoint. After
// a power failure the hint may be old; then some events are delivered again, and known ids are ignored.

import { openSqlite } from "@blog/common/sqlite";

// What belongs to another log has no meaning any more, and goes.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS cursors (
    subscriber TEXT PRIMARY KEY,
    log TEXT NOT NULL,
    position INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS parked (
    subscriber TEXT NOT NULL,
    log TEXT NOT NULL,
    position INTEGER NOT NULL,
    reason TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    time TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'parked',
    PRIMARY KEY (subscriber, position)
  );
`;

/** An event that a subscriber could not handle: the dead letter of the textbooks. */
export interface ParkedEvent {
  position: number;
  reason: string;
  attempts: number;
  time: string;
  /** A discarded one is never delivered to this subscriber again, even after it has gone back. */
  state: "parked" | "redrive" | "discarded";
}

export interface SubscriptionStore {
  /** Undefined for a subscriber this log has never served. */
  cursor(subscriber: string): number | undefined;
  moveCursor(subscriber: string, position: number): void;
  /** The furthest cursor of all, known subscribers or not: the log must reach at least there. */
  furthestCursor(): number;
  /** Sets the event aside and moves the cursor past it, in one transaction. */
  park(subscriber: string, event: { position: number; reason: string; attempts: number }): void;
  parked(subscriber: string): ParkedEvent[];
  /** False when there is no such event. */
  setState(
    subscriber: string,
    position: number,
    state: ParkedEvent["state"],
    reason?: string,
  ): boolean;
  /** It took effect after all. */
  unpark(subscriber: string, position: number): void;
  close(): void;
}

export function openSubscriptionStore(path: string, log: string): SubscriptionStore {
  const sqlite = openSqlite(path, { exclusive: true, synchronous: "normal" });
  sqlite.exec(SCHEMA);
  for (const table of ["cursors", "parked"])
    sqlite.prepare(`DELETE FROM ${table} WHERE log <> ?`).run(log);

  const get = sqlite.prepare("SELECT position FROM cursors WHERE subscriber = ?");
  const furthest = sqlite.prepare("SELECT coalesce(max(position), 0) AS position FROM cursors");
  const move = sqlite.prepare(
    `INSERT INTO cursors (subscriber, log, position) VALUES (?, ?, ?)
     ON CONFLICT (subscriber) DO UPDATE SET position = excluded.position`,
  );
  const insert = sqlite.prepare(
    `INSERT INTO parked (subscriber, log, position, reason, attempts, time) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (subscriber, position) DO UPDATE SET reason = excluded.reason, attempts = excluded.attempts`,
  );
  const list = sqlite.prepare(
    "SELECT position, reason, attempts, time, state FROM parked WHERE subscriber = ? ORDER BY position",
  );
  const update = sqlite.prepare(
    "UPDATE parked SET state = ?, reason = coalesce(?, reason) WHERE subscriber = ? AND position = ?",
  );
  const remove = sqlite.prepare("DELETE FROM parked WHERE subscriber = ? AND position = ?");

  return {
    cursor: (subscriber) => (get.get(subscriber) as { position: number } | undefined)?.position,
    moveCursor: (subscriber, position) => void move.run(subscriber, log, position),
    furthestCursor: () => (furthest.get() as { position: number }).position,
    park(subscriber, { position, reason, attempts }) {
      sqlite.exec("BEGIN");
      insert.run(subscriber, log, position, reason, attempts, new Date().toISOString());
      move.run(subscriber, log, position);
      sqlite.exec("COMMIT");
    },
    // Rows of our own SELECT, in our own table.
    parked: (subscriber) => list.all(subscriber) as object[] as ParkedEvent[],
    setState: (subscriber, position, state, reason) =>
      update.run(state, reason ?? null, subscriber, position).changes > 0,
    unpark: (subscriber, position) => void remove.run(subscriber, position),
    close: () => sqlite.close(),
  };
}
