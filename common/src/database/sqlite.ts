// SQLite as every part here opens it: in Node itself from 22.13 on, from @photostructure/sqlite (same API) before.
// Write-ahead log, and an fsync for every commit by default: what was answered with success is on disk.

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";

// A static import would fail on Node 20 before anything else is loaded.
const { DatabaseSync: Connection } =
  process.getBuiltinModule("node:sqlite") ?? (await import("@photostructure/sqlite"));

export type Sqlite = DatabaseSync;

interface SqliteOptions {
  /** Keeps every other process out for as long as this one lives, even if it is killed. */
  exclusive?: true;
  /** "normal" may lose the last commits when the power fails, never when the process is killed. */
  synchronous?: "full" | "normal";
}

/** Opens a file that no process writes, such as a copy, and leaves it as it is. Throws when there is none. */
export function openSqliteToRead(path: string): Sqlite {
  return new Connection(path, { readOnly: true }) as Sqlite;
}

// After so many pages the write-ahead log is carried over into the file, with two fsyncs, and one request waits for that. With the
// thousand that SQLite has, it was one event in a hundred in the bus: its p99. This many are 16 MB of disk.
const CHECKPOINT_PAGES = 4000;

/** Opens (or makes) a database file; ":memory:" for one that lives as long as the connection. */
export function openSqlite(
  path: string,
  { exclusive, synchronous = "full" }: SqliteOptions = {},
): Sqlite {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  // Both classes are the same API; only one of them has its types here.
  const sqlite = new Connection(path) as Sqlite;
  // The lock must be asked for before the file is first touched; a restart may overlap with the old process's end.
  sqlite.exec(`PRAGMA busy_timeout = 5000; ${exclusive ? "PRAGMA locking_mode = EXCLUSIVE;" : ""}`);
  try {
    sqlite.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous};`);
    sqlite.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  } catch (error) {
    sqlite.close();
    if (primaryCode(error) === BUSY) {
      throw new Error(`${path} is in use by another process.`, { cause: error });
    }
    throw error;
  }
  return sqlite;
}

/**
 * Closes a database file, so that it is complete by itself: what is still in the write-ahead log is carried over first. Closing
 * alone leaves that to the engine, which does it when the last statement is finalized: on Node 20, a process ends before that.
 */
export function closeSqlite(sqlite: Sqlite): void {
  // On a full disk it stays in the write-ahead log, and the next start finds it there.
  undo(sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite.close();
}

const BUSY = 5;
const FULL = 13;
const IO_ERROR = 10;

/** What was to be inserted has a key that is there already. */
export function isNotUnique(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("UNIQUE constraint failed: ");
}

/** No space left on the disk: nothing was written, and the same will work once there is space. */
export function isDiskFull(error: unknown): boolean {
  return primaryCode(error) === FULL;
}

/**
 * The disk refused to read, write or sync. After a failed fsync it is unknown what is on the disk, and asking again
 * can answer "fine" without being so (https://lwn.net/Articles/752063/): the process must end and read it anew.
 */
export function isDiskBroken(error: unknown): boolean {
  return primaryCode(error) === IO_ERROR;
}

/** Ends the process with this error in the log. Thrown from a tick of its own, so that no caller can catch it. */
export function crash(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}

// SQLite's own texts: on Node 20, the error of a SELECT or of RETURNING carries nothing else.
const CODES = new Map([
  ["database is locked", BUSY],
  ["disk I/O error", IO_ERROR],
  ["database or disk is full", FULL],
]);

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  // Extended codes carry the primary one in their low byte.
  if ("errcode" in error && typeof error.errcode === "number") return error.errcode & 0xff;
  return CODES.get(error.message);
}

/** False when it failed: there was nothing left to undo. */
export function undo(sqlite: Sqlite, script: string): boolean {
  try {
    sqlite.exec(script);
    return true;
  } catch {
    return false;
  }
}
