// A damaged database file is found when it is opened, and is not served: what it holds would reach other services as events.
// SQLite reads all pages for that: a third of a second of one processor for a million posts (145 MB).

import { renameSync } from "node:fs";
import type { DatabaseFile } from "./database-file.ts";

const CORRUPT = 11;
const NOT_A_DATABASE = 26;
// On Node 20, some errors carry nothing but their text.
const TEXTS = ["database disk image is malformed", "file is not a database"];

const DAMAGED = "DamagedFileError";

/** Throws an error that isDamagedFile recognises when SQLite finds a fault in the file. */
export function mustBeWhole(db: DatabaseFile): void {
  const [verdict] = Object.values(db.prepare("PRAGMA quick_check(1)").get() ?? {});
  if (verdict === "ok") return;
  throw damagedFile(String(verdict));
}

/** An error that isDamagedFile recognises. */
export function damagedFile(message: string): Error {
  return Object.assign(new Error(message), { name: DAMAGED });
}

/** Whether an error means that the file is damaged, or is no database at all. */
export function isDamagedFile(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = "errcode" in error ? Number(error.errcode) & 0xff : undefined;
  const isFault = code === CORRUPT || code === NOT_A_DATABASE;
  return isFault || error.name === DAMAGED || TEXTS.some((text) => error.message.includes(text));
}

/**
 * Moves a damaged file, and what belongs to it, out of the way, and returns where it is now. Nothing is deleted. Undefined where
 * it cannot be moved: Windows moves no open file, and on Node 20 a closed one stays open until its statements are collected.
 */
export function setAside(path: string): string | undefined {
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(":", "-")}`;
  try {
    renameSync(path, aside);
  } catch {
    return undefined;
  }
  for (const suffix of ["-wal", "-shm"]) {
    try {
      renameSync(path + suffix, aside + suffix);
    } catch {
      // It had none.
    }
  }
  return aside;
}
