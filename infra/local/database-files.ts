// The database files of a system in one folder: copying one while its service runs, and checking that copies fit together.
//
// They fit when no consumer has handled more of the log than is in the log. So a consumer is copied first and the log last:
// what happens in between is in the log, and the consumer catches up with it.

import { createHash } from "node:crypto";
import { createReadStream, readdirSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { System } from "../systems/system.ts";
import { ownerOf } from "./data-folder.ts";
import type { DatabaseFile } from "@blog/common/database/database-file";
import { openSqlite, openSqliteToRead } from "@blog/common/engines/sqlite/sqlite";

export const LOG_FILE = "event-bus.db";
export const SUBSCRIPTIONS_FILE = "event-bus-subscriptions.db";

/** In the order in which they are to be copied. */
export function databaseFiles(system: System, folder: string): string[] {
  const rank = (name: string) => [SUBSCRIPTIONS_FILE, LOG_FILE].indexOf(name);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".db") && ownerOf(system, name) !== undefined)
    .toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/**
 * Copies a database as it is at this moment, with SQLite's own means: a process that has it open may go on writing. Throws when the
 * copy exists, or another process keeps the file for itself, as the bus does.
 */
export function copyDatabase(from: string, to: string): void {
  const sqlite = openSqlite(from);
  try {
    sqlite.prepare("VACUUM INTO ?").run(to);
  } finally {
    sqlite.close();
  }
}

/** What is wrong with the databases in a folder, in sentences; none when they are whole and fit together. */
export function checkDatabases(system: System, folder: string): string[] {
  const names = databaseFiles(system, folder);
  const damaged = names.flatMap((name) => inDatabase(join(folder, name), (db) => damage(name, db)));
  if (damaged.length > 0 || !names.includes(LOG_FILE)) return damaged;
  return inDatabase(join(folder, LOG_FILE), (log) =>
    names.flatMap((name) => inDatabase(join(folder, name), (db) => misfit(name, db, log))),
  );
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

function inDatabase(file: string, look: (sqlite: DatabaseFile) => string[]): string[] {
  const sqlite = openSqliteToRead(file);
  try {
    return look(sqlite);
  } catch (error) {
    return [`${file}: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    sqlite.close();
  }
}

// The bus checks the chain of checksums itself, at each start.
function damage(name: string, sqlite: DatabaseFile): string[] {
  const [verdict] = Object.values(sqlite.prepare("PRAGMA integrity_check(1)").get() ?? {});
  return verdict === "ok" ? [] : [`${name} is damaged: ${verdict}.`];
}

type Checkpoint = { log?: string; position: number; checksum?: string | null };

function misfit(name: string, sqlite: DatabaseFile, log: DatabaseFile): string[] {
  const { id, length } = log
    .prepare("SELECT id, (SELECT coalesce(max(position), 0) FROM events) AS length FROM log")
    .get() as { id: string; length: number };
  const checkpoint = checkpointIn(sqlite);
  // A checkpoint of another log means nothing here: the consumer starts over by itself.
  if (!checkpoint || checkpoint.log !== id) return [];
  const { position, checksum } = checkpoint;
  if (position > length)
    return [`${name} has handled ${position} events of a log that has ${length}.`];
  const row = log.prepare("SELECT checksum FROM events WHERE position = ?").get(position);
  const stored = row && Number(row.checksum).toString(16).padStart(8, "0");
  if (!checksum || !stored || stored === checksum) return [];
  return [`${name} has handled other events than those in the log, up to ${position}.`];
}

function checkpointIn(sqlite: DatabaseFile): Checkpoint | undefined {
  const tables = sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const has = (table: string) => tables.some(({ name }) => name === table);
  // Rows of the tables of inbox.ts, of query's snapshot store and of the bus's subscription store.
  if (has("checkpoint"))
    return sqlite.prepare("SELECT log, position, checksum FROM checkpoint").get() as Checkpoint;
  if (has("snapshot")) {
    const row = sqlite.prepare("SELECT checkpoint FROM snapshot").get();
    return row && (JSON.parse(String(row.checkpoint)) as Checkpoint);
  }
  if (has("cursors"))
    return sqlite.prepare("SELECT id AS log, length AS position FROM log").get() as Checkpoint;
  return undefined;
}
