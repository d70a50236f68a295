// The log: every event, in the order it was accepted, for ever. One file, one process, one appender.
//
// What is appended is on disk (fsync) before append returns. Positions count from 1 without gaps and never change. Each
// row carries a checksum chained to the one before, so that a flipped bit or a lost row is found at the next start. The
// log has an identity of its own, new whenever the file is made: positions mean something only together with it.

import { isDeepStrictEqual } from "node:util";
import { failpoint } from "@blog/common/failpoint";
import { newId } from "@blog/common/ids";
import { Problem } from "@blog/common/problem";
import { crash, isDiskBroken, isDiskFull, openSqlite, type Sqlite } from "@blog/common/sqlite";
import { checksumOf, verifyLog } from "./event-log-check.ts";
import type { NewEvent, StoredEvent } from "./stored-event.ts";

// STRICT, so that the check at start finds a text that has turned into something else.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS log (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    id TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    attributes TEXT NOT NULL,
    data TEXT NOT NULL,
    extra TEXT,
    checksum INTEGER NOT NULL
  ) STRICT;
`;

/** What became of one request to append: the positions of its events, or why none of them was taken. */
export type Appended = { positions: number[] } | { problem: Problem };

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
  /** Up to `limit` events after a position, in order. */
  read(after: number, limit: number): StoredEvent[];
  close(): void;
}

/** Opens the log, checks all of it, and keeps other processes out. Throws when it is damaged or in use. */
export function openEventLog(path: string): EventLog {
  return createEventLog(openSqlite(path, { exclusive: true }));
}

export function createEventLog(sqlite: Sqlite): EventLog {
  sqlite.exec(SCHEMA);
  const id = loadIdentity(sqlite);
  let { tail, checksum } = verifyLog(sqlite, id);

  const byId = sqlite.prepare(
    "SELECT position, id, type, attributes, data, extra FROM events WHERE id = ?",
  );
  const insert = sqlite.prepare(
    "INSERT INTO events (position, id, type, attributes, data, extra, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const select = sqlite.prepare(
    "SELECT position, id, type, attributes, data, extra FROM events WHERE position > ? ORDER BY position LIMIT ?",
  );

  // Inside the transaction. Nothing is written before every event of the request is known to be acceptable.
  function appendOne(events: NewEvent[]): Appended {
    const found = new Map<string, NewEvent & { position?: number }>();
    for (const event of events) {
      const known =
        found.get(event.id) ?? (byId.get(event.id) as object as StoredEvent | undefined);
      if (known && !isSame(known, event)) {
        return { problem: new Problem(422, `The id ${event.id} names another event already.`) };
      }
      found.set(event.id, known ?? event);
    }
    return { positions: [...found.values()].map((event) => event.position ?? insertAtTail(event)) };
  }

  function insertAtTail(event: NewEvent): number {
    failpoint("log.insert");
    tail += 1;
    checksum = checksumOf({ ...event, position: tail }, checksum);
    insert.run(tail, event.id, event.type, event.attributes, event.data, event.extra, checksum);
    return tail;
  }

  return {
    id,
    tail: () => tail,

    append(requests) {
      const before = { tail, checksum };
      try {
        sqlite.exec("BEGIN IMMEDIATE");
        const appended = requests.map(appendOne);
        failpoint("log.commit");
        sqlite.exec("COMMIT");
        failpoint("log.committed");
        return appended;
      } catch (error) {
        ({ tail, checksum } = before);
        if (isDiskBroken(error)) crash(error);
        // SQLite has rolled back by itself where the disk was full.
        if (sqlite.isTransaction !== false) rollBack(sqlite);
        throw isDiskFull(error)
          ? new Problem(507, "There is no space left for new events. None was stored.")
          : error;
      }
    },

    // Rows of our own SELECT, in our own table.
    read: (after, limit) => select.all(after, limit) as object[] as StoredEvent[],

    close: () => sqlite.close(),
  };
}

function isSame(known: NewEvent, event: NewEvent): boolean {
  if (known.type !== event.type) return false;
  if (known.data === event.data && known.extra === event.extra) return true;
  // The same JSON, written in another order.
  return (
    isDeepStrictEqual(JSON.parse(known.data), JSON.parse(event.data)) &&
    isDeepStrictEqual(JSON.parse(known.extra ?? "null"), JSON.parse(event.extra ?? "null"))
  );
}

function loadIdentity(sqlite: Sqlite): string {
  const insert = "INSERT INTO log (singleton, id) VALUES (1, ?) ON CONFLICT DO NOTHING";
  const { changes } = sqlite.prepare(insert).run(newId());
  // Out of the write-ahead log, so that the loss of that file cannot make this look like a new log.
  if (changes > 0) sqlite.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  return (sqlite.prepare("SELECT id FROM log").get() as { id: string }).id;
}

function rollBack(sqlite: Sqlite): void {
  try {
    sqlite.exec("ROLLBACK");
  } catch {
    // There was nothing left to roll back.
  }
}
