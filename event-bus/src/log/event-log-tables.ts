// The tables of the log, and where its identity is kept.

import type { DatabaseFile } from "@blog/common/database/database-file";

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
    checksum INTEGER NOT NULL,
    accepted_at INTEGER
  ) STRICT;
`;

/** Makes the tables. A log from before events were stored with the time of their acceptance gets the column, empty. */
export function makeTables(db: DatabaseFile): void {
  db.exec(SCHEMA);
  const columns = db.prepare("SELECT name FROM pragma_table_info('events')").all();
  const isOld = columns.every((column) => (column as { name: string }).name !== "accepted_at");
  if (isOld) db.exec("ALTER TABLE events ADD COLUMN accepted_at INTEGER");
}

/** The log's own; a new one where there is none. */
export function loadIdentity(db: DatabaseFile, newId: () => string): string {
  const insert = "INSERT INTO log (singleton, id) VALUES (1, ?) ON CONFLICT DO NOTHING";
  const { changes } = db.prepare(insert).run(newId());
  // Out of the write-ahead log, so that the loss of that file cannot make this look like a new log.
  if (changes > 0) db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  return (db.prepare("SELECT id FROM log").get() as { id: string }).id;
}
