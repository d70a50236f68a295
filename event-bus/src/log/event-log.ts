// The log: every event, in the order it was accepted, permanently. One file, one process, one appender.
// What is appended is on disk (fsync) before append returns. Positions count from 1 without gaps and never change. Each
// row carries a checksum chained to the one before: a flipped bit is found at the next start, and a reader can check whether
// what it has read still stands here. The log has an identity of its own, without which positions mean nothing.

import { failpoint } from "@blog/common/base/failpoint";
import { type Platform, systemPlatform } from "@blog/common/base/platform";
import { Problem } from "@blog/common/base/problem";
import {
  crash,
  type DatabaseFile,
  isDiskBroken,
  isDiskFull,
  isNotUnique,
  undo,
} from "@blog/common/database/database-file";
import { checksumOf, verifyLog } from "./event-log-check.ts";
import { loadIdentity, makeTables } from "./event-log-tables.ts";
import { isSameEvent, type NewEvent, type StoredEvent } from "./stored-event.ts";

/** What became of one request to append: the positions of its events, or why none of them was taken. */
export type Appended = { positions: number[] } | { problem: Problem };

type Known = NewEvent & { position?: number };

export interface EventLog {
  readonly id: string;
  /** The position of the last event, 0 while there is none. */
  tail(): number;
  /**
   * Appends several requests in one transaction and one fsync; each request is all or nothing. The same id and body
   * again gets the position it has; the same id with another body is a 422. Throws a 507 Problem when the disk is full:
   * then nothing was appended.
   */
  append(requests: NewEvent[][]): Appended[];
  /** Whether an event of this name is in there. */
  knows(id: string): boolean;
  /** Up to `limit` events after a position, in order. */
  read(after: number, limit: number): StoredEvent[];
  /** Copies the log as it is now into a file that does not exist. */
  copyTo(path: string): void;
  close(): void;
}

/** The last events, kept in memory for readers that keep up: without them, each reads them from the file. */
export interface RecentEvents {
  /** What has just been committed. */
  add(events: StoredEvent[]): void;
  /** As EventLog.read; undefined when that is not all in here. */
  read(after: number, limit: number): StoredEvent[] | undefined;
}

/** Checks all of the log in this file, which no other process may have open. Throws when it is damaged. */
export function createEventLog(
  db: DatabaseFile,
  recent?: RecentEvents,
  { clock, newId }: Platform = systemPlatform,
): EventLog {
  makeTables(db);
  const id = loadIdentity(db, newId);
  let { tail, checksum } = verifyLog(db, id);
  // Of the current transaction.
  let inserted: StoredEvent[] = [];
  let acceptedAt = 0;

  const byId = db.prepare("SELECT 1 FROM events WHERE id = ?");
  const byIds = db.prepare(
    "SELECT position, id, type, attributes, data, extra FROM events WHERE id IN (SELECT value FROM json_each(?))",
  );
  const insert = db.prepare(
    "INSERT INTO events (position, id, type, attributes, data, extra, checksum, accepted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const select = db.prepare(
    `SELECT position, id, type, attributes, data, extra, checksum, accepted_at AS "acceptedAt"
     FROM events WHERE position > ? ORDER BY position LIMIT ?`,
  );

  // One statement for a whole group: one for each event would be as much work as storing it.
  function lookUp(events: NewEvent[]): Map<string, Known> {
    const rows = byIds.all(JSON.stringify(events.map((event) => event.id))) as object[] as Known[];
    return new Map(rows.map((row) => [row.id, row]));
  }

  // `known` are events by id: those in the log and those inserted already. Nothing is written before every event of the
  // request is known to be acceptable.
  function appendOne(events: NewEvent[], known: Map<string, Known>): Appended {
    const found = new Map<string, Known>();
    for (const event of events) {
      const same = found.get(event.id) ?? known.get(event.id);
      if (same && !isSameEvent(same, event)) {
        return { problem: new Problem(422, `The id ${event.id} names another event already.`) };
      }
      found.set(event.id, same ?? event);
    }
    const positions = [...found.values()].map((event) => {
      const position = event.position ?? insertAtTail(event);
      known.set(event.id, { ...event, position });
      return position;
    });
    return { positions };
  }

  function insertAtTail({ id: name, type, attributes, data, extra }: NewEvent): number {
    failpoint("log.insert");
    tail += 1;
    const event = { position: tail, id: name, type, attributes, data, extra, checksum, acceptedAt };
    event.checksum = checksum = checksumOf(event, checksum);
    insert.run(tail, name, type, attributes, data, extra, checksum, acceptedAt);
    inserted.push(event);
    return tail;
  }

  function transact(work: () => Appended[]): Appended[] {
    const before = { tail, checksum };
    inserted = [];
    acceptedAt = clock.now();
    try {
      db.exec("BEGIN IMMEDIATE");
      const appended = work();
      failpoint("log.commit");
      db.exec("COMMIT");
      failpoint("log.committed");
      recent?.add(inserted);
      return appended;
    } catch (error) {
      ({ tail, checksum } = before);
      if (isDiskBroken(error)) crash(error);
      // SQLite has done that by itself where the disk was full.
      undo(db, "ROLLBACK");
      throw isDiskFull(error)
        ? new Problem(507, "There is no space left for new events. None was stored.")
        : error;
    }
  }

  return {
    id,
    tail: () => tail,

    append(requests) {
      try {
        // Nearly always all of them are new. The index on their ids shows when not; to look first costs a tenth of the events.
        return transact(() => requests.map((events) => ({ positions: events.map(insertAtTail) })));
      } catch (error) {
        if (!isNotUnique(error)) throw error;
        return transact(() => {
          const known = lookUp(requests.flat());
          return requests.map((events) => appendOne(events, known));
        });
      }
    },

    knows: (name) => byId.get(name) !== undefined,

    // Rows of our own SELECT, in our own table.
    read: (after, limit) =>
      recent?.read(after, limit) ?? (select.all(after, limit) as object[] as StoredEvent[]),

    copyTo: (path) => void db.prepare("VACUUM INTO ?").run(path),
    close: () => db.close(),
  };
}

// Next: common/src/delivery/delivery-rules.ts, how it is delivered to each subscriber.
