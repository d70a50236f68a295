// What the bus stores about each subscriber: a cursor (how far it was served), its parked events, and the URLs of those added
// in the lab. A file of its own, beside the log, without an fsync per change: the cursor is a hint, and the truth is the
// consumer's own checkpoint. After a power failure the hint may be old, and after a kill by some milliseconds
// (cursor-store.ts); then some events are delivered again, and known ids are ignored.

import type { Clock } from "@blog/common/base/clock";
import type { ParkedEvent } from "@blog/common/delivery/parked-events";
import type { DatabaseFile } from "@blog/common/database/database-file";
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

/** Nothing here throws because the disk is full: what cannot be written then is forgotten at the next start. */
export interface SubscriptionStore extends CursorStore {
  /** How long the log was when it was last noted: it must not be shorter now. */
  knownLength(): number;
  noteLength(length: number): void;
  parked(subscriber: string): ParkedEvent[];
  /** Parks the event, or updates its record. */
  setParked(subscriber: string, event: ParkedEvent): void;
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

export function createSubscriptionStore(
  db: DatabaseFile,
  log: string,
  clock?: Clock,
): SubscriptionStore {
  db.exec(SCHEMA);
  const served = db.prepare("SELECT id FROM log").get() as { id: string } | undefined;
  // What belongs to another log has no meaning any more.
  if (served && served.id !== log)
    db.exec("DELETE FROM log; DELETE FROM cursors; DELETE FROM parked;");

  const cursors = createCursorStore(db, clock);
  const knownLength = db.prepare("SELECT coalesce(max(length), 0) AS length FROM log");
  const noteLength = db.prepare(
    `INSERT INTO log (singleton, id, length) VALUES (1, ?, ?)
     ON CONFLICT (singleton) DO UPDATE SET length = excluded.length`,
  );
  const parked = db.prepare(
    "SELECT position, reason, attempts, time, state FROM parked WHERE subscriber = ? ORDER BY position",
  );
  const setParked = db.prepare(
    "REPLACE INTO parked (subscriber, position, reason, attempts, time, state) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const unpark = db.prepare("DELETE FROM parked WHERE subscriber = ? AND position = ?");
  const added = db.prepare("SELECT name, url, start FROM added ORDER BY name");
  const setAdded = db.prepare("REPLACE INTO added (name, url, start) VALUES (?, ?, ?)");
  const removeAdded = db.prepare("DELETE FROM added WHERE name = ?");
  const forgetParked = db.prepare("DELETE FROM parked WHERE subscriber = ?");

  return {
    ...cursors,
    knownLength: () => (knownLength.get() as { length: number }).length,
    noteLength: (length) => writeIfSpace(() => noteLength.run(log, length)),
    // Rows of our own SELECT, in our own table.
    parked: (subscriber) => parked.all(subscriber) as object[] as ParkedEvent[],
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
      db.prepare("VACUUM INTO ?").run(path);
    },
    close() {
      cursors.flush();
      db.close();
    },
  };
}
