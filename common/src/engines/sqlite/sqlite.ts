// SQLite as every part here opens it: in Node itself from 22.13 on, from @photostructure/sqlite (same API) before.

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import {
  type DatabaseFile,
  type FileOptions,
  isInUse,
  undo,
} from "../../database/database-file.ts";

// A static import would fail on Node 20 before anything else is loaded.
const { DatabaseSync: Connection } =
  process.getBuiltinModule("node:sqlite") ?? (await import("@photostructure/sqlite"));

/** Opens a file that no process writes, such as a copy, and leaves it as it is. Throws when there is none. */
export function openSqliteToRead(path: string): DatabaseFile {
  return new Connection(path, { readOnly: true }) as DatabaseSync;
}

// After so many pages the write-ahead log is carried over into the file, with two fsyncs, and one request waits for that. With the
// thousand that SQLite has, it was one event in a hundred in the bus: its p99. This many are 16 MB of disk.
const CHECKPOINT_PAGES = 4000;

/** As OpenFile promises. */
export function openSqlite(
  path: string,
  { exclusive, synchronous = "full" }: FileOptions = {},
): DatabaseFile {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  // Both classes are the same API; only one of them has its types here.
  const sqlite = new Connection(path) as DatabaseSync;
  // The lock must be asked for before the file is first touched; a restart may overlap with the old process's end.
  sqlite.exec(`PRAGMA busy_timeout = 5000; ${exclusive ? "PRAGMA locking_mode = EXCLUSIVE;" : ""}`);
  try {
    sqlite.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous};`);
    sqlite.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  } catch (error) {
    sqlite.close();
    if (isInUse(error)) throw new Error(`${path} is in use by another process.`, { cause: error });
    throw error;
  }
  return {
    exec: (script) => sqlite.exec(script),
    prepare: (sql) => sqlite.prepare(sql),
    // Closing alone leaves the write-ahead log to the engine, which carries it over when the last statement is finalized: on
    // Node 20, a process ends before that. On a full disk it stays, and the next start finds it there.
    close() {
      undo(sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
      sqlite.close();
    },
  };
}
