// What the data folder must never be: the project, a home, the root of a disk, or a folder that holds one of these. To
// name one is a slip, such as an unset variable in a path; a reset there would be an accident. Changes nothing.

import { accessSync, constants, lstatSync, realpathSync, statSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { dirname, isAbsolute, join, parse, relative, sep } from "node:path";
import { root } from "./services.ts";

/** In words, why the data cannot lie there; nothing when it can. The folder need not be there yet. */
export function whyUnsuitable(folder: string): string | undefined {
  const name = `The data folder (DATA_FOLDER) is ${folder}`;
  try {
    const existing = nearestExisting(folder);
    if (!statSync(existing, { throwIfNoEntry: false })) {
      return `${name}: ${existing} is a link that leads nowhere.`;
    }
    if (!statSync(existing).isDirectory()) {
      return `${name}: ${existing} is a file. Name a folder instead.`;
    }
    // Where it is not there yet, it cannot hold anything.
    const forbidden = existing === folder && whatItHolds(realpathSync.native(folder));
    if (forbidden) {
      const better = join(folder, "blog-data");
      return `${name}: that is ${forbidden}. Give the data a folder of its own: DATA_FOLDER=${better}`;
    }
    accessSync(existing, constants.W_OK);
    return undefined;
  } catch (error) {
    return `${name}, which cannot be written (${(error as NodeJS.ErrnoException).code}). Choose another, or make it yours.`;
  }
}

function whatItHolds(real: string): string | undefined {
  if (parse(real).root === real) return "the root of a disk";
  const project = realpathSync.native(root);
  if (real === project) return "the project itself";
  if (holds(real, project)) return "a folder that holds the project";
  if (homes().includes(real) || ANY_HOME.test(real)) return "a home folder, or the folder of homes";
  return homes().some((home) => holds(real, home)) ? "a folder that holds a home" : undefined;
}

/** Also the homes of others, and the folder they lie in, on the systems we know. */
const ANY_HOME = /^(\/root|(\/home|\/Users|\/mnt\/[a-z]\/Users|[A-Z]:\\Users)([/\\][^/\\]+)?)$/i;

function homes(): string[] {
  const named = [homedir(), process.env.HOME, process.env.USERPROFILE, homeInTheList()];
  return named.flatMap((home) => {
    try {
      return home ? [realpathSync.native(home)] : [];
    } catch {
      return []; // a home that is not there
    }
  });
}

// In a container, a user may have no entry in the system's list.
function homeInTheList(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}

function holds(outer: string, inner: string): boolean {
  const path = relative(outer, inner);
  return path === "" || (!isAbsolute(path) && path.split(sep)[0] !== "..");
}

/** The path itself, or the nearest folder above it that is there. A link is there even when it leads nowhere. */
function nearestExisting(path: string): string {
  return isThere(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // the file system's errors have one
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw error;
  }
}
