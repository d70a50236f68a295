// What the bus stores about each subscriber: a cursor (how far it was served), its parked events, and the URLs of those added
// in the lab. A file of its own, beside the log, without an fsync per change: the cursor is a hint, and the truth is the
// consumer's own checkpoint. After a power failure the hint may be old, and after a kill by some milliseconds
// (cursor-store.ts); then some events are delivered again, and known ids are ignored.

import { closeSqlite, openSqlite, type Sqlite } from "@blog/common/database/sqlite";
import { createCursorStore, type CursorStore, cursorsTable } from "./cursor-store.ts";
import type { Subscriber } from "./subscribers.ts";
import { writeIfSpace } from "../log/write-if-space.ts";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS log (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    id TEXT NOT NULL,
    length INTEGER NOT NULL
  );
  ${cursorsTable}
  CREATE TABLE IF NOT EXISTS parked (
    subscriber TEXT NOT NULL,
    position INTEGER NOT NULL,
    reason TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    time TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (subscriber, position)
  );
  CREATE TABLE IF NOT EXISTS added (name TEXT PRIMARY KEY, url TEXT NOT NULL, start TEXT NOT NULL);
`;

/** An event that a subscriber could not handle: the dead letter of the textbooks. */
export interface ParkedRecord {
  position: number;
  reason: string;
  /** All tries so far, redrives included. */
  attempts: number;
  /** When it was parked first. */
  time: string;
  /** A discarded one is never delivered to this subscriber again, even after it has gone back. */
  state: "parked" | "redrive" | "discarded";
}

/** Nothing here throws because the disk is full: what cannot be written then is forgotten at the next start. */
export interface SubscriptionStore extends CursorStore {
  /** How long the log was when it was last noted: it must not be shorter now. */
  knownLength(): number;
  noteLength(length: number): void;
  parked(subscriber: string): ParkedRecord[];
  /** Parks the event, or updates its record. */
  setParked(subscriber: string, event: ParkedRecord): void;
  /** It took effect after all. */
  unpark(subscriber: string, position: number): void;
  /** The subscribers that were added while the bus ran, in the order of their names. Also when the log is another one now. */
  added(): Subscriber[];
  setAdded(subscriber: Subscriber): void;
  /** It is a subscriber of the settings now. Its cursor and its parked events stay. */
  settleAdded(name: string): void;
  /** Neither a cursor nor parked events are left of it, and it is not an added one any more. */
  forget(subscriber: string): void;
  /** Copies the store into a file that does not exist yet. Saves pending cursors first. */
  copyTo(path: string): void;
  /** Saves pending cursors first. */
  close(): void;
}

export function openSubscriptionStore(path: string, log: string): SubscriptionStore {
  return createSubscriptionStore(openSqlite(path, { exclusive: true, synchronous: "normal" }), log);
}

export function createSubscriptionStore(sqlite: Sqlite, log: string): SubscriptionStore {
  sqlite.exec(SCHEMA);
  const served = sqlite.prepare("SELECT id FROM log").get() as { id: string } | undefined;
  // What belongs to another log has no meaning any more.
  if (served && served.id !== log)
    sqlite.exec("DELETE FROM log; DELETE FROM cursors; DELETE FROM parked;");

  const cursors = createCursorStore(sqlite);
  const knownLength = sqlite.prepare("SELECT coalesce(max(length), 0) AS length FROM log");
  const noteLength = sqlite.prepare(
    `INSERT INTO log (singleton, id, length) VALUES (1, ?, ?)
     ON CONFLICT (singleton) DO UPDATE SET length = excluded.length`,
  );
  const parked = sqlite.prepare(
    "SELECT position, reason, attempts, time, state FROM parked WHERE subscriber = ? ORDER BY position",
  );
  const setParked = sqlite.prepare(
    "REPLACE INTO parked (subscriber, position, reason, attempts, time, state) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const unpark = sqlite.prepare("DELETE FROM parked WHERE subscriber = ? AND position = ?");
  const added = sqlite.prepare("SELECT name, url, start FROM added ORDER BY name");
  const setAdded = sqlite.prepare("REPLACE INTO added (name, url, start) VALUES (?, ?, ?)");
  const removeAdded = sqlite.prepare("DELETE FROM added WHERE name = ?");
  const forgetParked = sqlite.prepare("DELETE FROM parked WHERE subscriber = ?");

  return {
    ...cursors,
    knownLength: () => (knownLength.get() as { length: number }).length,
    noteLength: (length) => writeIfSpace(() => noteLength.run(log, length)),
    // Rows of our own SELECT, in our own table.
    parked: (subscriber) => parked.all(subscriber) as object[] as ParkedRecord[],
    setParked: (subscriber, { position, reason, attempts, time, state }) =>
      writeIfSpace(() => setParked.run(subscriber, position, reason, attempts, time, state)),
    unpark: (subscriber, position) => writeIfSpace(() => unpark.run(subscriber, position)),
    // Rows of our own SELECT, written by setAdded.
    added: () => added.all() as object[] as Subscriber[],
    setAdded: ({ name, url, start }) => writeIfSpace(() => setAdded.run(name, url, start)),
    settleAdded: (name) => writeIfSpace(() => removeAdded.run(name)),
    forget(subscriber) {
      cursors.forget(subscriber);
      writeIfSpace(() => forgetParked.run(subscriber));
      writeIfSpace(() => removeAdded.run(subscriber));
    },
    copyTo(path) {
      cursors.flush();
      sqlite.prepare("VACUUM INTO ?").run(path);
    },
    close() {
      cursors.flush();
      closeSqlite(sqlite);
    },
  };
}
