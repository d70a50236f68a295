// A database in one file that one process has open and that answers at once, in SQLite's SQL: the log of the bus is one.
// open-database.ts knows which engine opens it. What the errors of a disk mean to a process is here, for every such engine.

export interface DatabaseFile {
  /** Runs statements without parameters. */
  exec(script: string): unknown;
  prepare(sql: string): Statement;
  /** Afterwards the file is complete by itself: nothing is left in a write-ahead log. */
  close(): void;
}

type FileRow = Record<string, unknown>;
type FileValue = string | number | null;

export interface Statement {
  all(...values: FileValue[]): FileRow[];
  get(...values: FileValue[]): FileRow | undefined;
  run(...values: FileValue[]): { changes: number | bigint };
}

export interface FileOptions {
  /** Keeps every other process out for as long as this one lives, even if it is killed. */
  exclusive?: true;
  /** "normal" may lose the last commits when the power fails, never when the process is killed. */
  synchronous?: "full" | "normal";
}

/**
 * Opens (or makes) a database file; ":memory:" for one that lives as long as the connection. With an fsync for every commit by
 * default: what was answered with success is on disk. Throws when another process keeps the file for itself.
 */
export type OpenFile = (path: string, options?: FileOptions) => DatabaseFile;

const BUSY = 5;
const FULL = 13;
const IO_ERROR = 10;

/** Another process has locked the file. */
export function isInUse(error: unknown): boolean {
  return primaryCode(error) === BUSY;
}

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
export function undo(db: DatabaseFile, script: string): boolean {
  try {
    db.exec(script);
    return true;
  } catch {
    return false;
  }
}
