// The folder in which the data lies, and which of its files the system has made itself. Only those are ever removed: what a
// person keeps beside them is not ours.

import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import type { System } from "../systems/system.ts";
import { root } from "./services.ts";
import { CLAIM_FILES } from "./single-instance.ts";
import { whyUnsuitable } from "./unsuitable-folder.ts";

/** Remembers the first start (first-start.ts). */
export const SEED_FILE = "first-start.txt";

/** The name of the process whose database this file is, or beside whose database SQLite keeps it; undefined: it is not ours. */
export function ownerOf({ services }: System, file: string): string | undefined {
  // A replica has a number: comments-2.db. The bus keeps more than one database; of a stream, it keeps a mirror.
  const names = services.map(({ name }) => name).join("|");
  const databases = `(?:${names})(?:-\\d+)?|event-bus-(?:subscriptions|mirror)`;
  // SQLite keeps up to three files beside a database.
  return new RegExp(`^(${databases})\\.db(?:-wal|-shm|-journal)?$`).exec(file)?.[1];
}

/**
 * Makes the folder where it is missing, readable by its owner alone, and returns its real path. An older one that holds
 * nothing but our files is closed to others, too. Throws an Error, in words, when the data cannot lie there.
 */
export function openDataFolder(system: System, folder: string): string {
  const reason = whyUnsuitable(folder);
  if (reason) throw new Error(reason);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const real = realpathSync.native(folder);
  if (isOpenToOthers(real) && isOurs(system, real)) {
    try {
      chmodSync(real, 0o700);
    } catch {
      // It belongs to another user, who lets us write in it. The doctor mentions that others can read it.
    }
  }
  return real;
}

/** Whether other users of this machine can look into the folder. Windows keeps each user's folders apart by itself. */
export function isOpenToOthers(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return process.platform !== "win32" && stats !== undefined && (stats.mode & 0o077) !== 0;
}

/**
 * Removes the databases of all services and the memory of the first start, or the database of the one process that is named; nothing else in the folder is touched. Throws an
 * Error, in words and before anything is removed, when a file with such a name is a link or a folder: the system has not made it.
 */
export function removeData(system: System, folder: string, name?: string): void {
  const files = readdirSync(folder).filter((file) => {
    const owner = ownerOf(system, file);
    return owner !== undefined && (name === undefined || owner === name);
  });
  const strange = files.filter((file) => !lstatSync(join(folder, file)).isFile());
  if (strange.length > 0) {
    throw new Error(
      `Nothing was removed: in ${folder}, ${strange.join(", ")} is a link or a folder, which the ${system.name} has not made. Move it away first.`,
    );
  }
  for (const file of files) rmSync(join(folder, file));
  if (name === undefined) rmSync(join(folder, SEED_FILE), { force: true });
}

// A folder that holds something else as well, such as /tmp, is shared on purpose.
function isOurs(system: System, real: string): boolean {
  if (real === join(realpathSync.native(root), system.dataFolder)) return true;
  return readdirSync(real).every(
    (file) => ownerOf(system, file) !== undefined || [...CLAIM_FILES, SEED_FILE].includes(file),
  );
}
