// The files of the project, as the repository knows them or, in a copy without one, as they lie in the folder.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

const NOT_OURS = new Set(["node_modules", "dist", "coverage"]);

/** Paths relative to the root, with slashes on every system. */
export function filesOfTheProject(): string[] {
  return (fromGit() ?? walk("")).toSorted();
}

function fromGit(): string[] | undefined {
  try {
    const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    // A file that was deleted is listed until that is committed.
    return list.split("\n").filter((path) => path && existsSync(path));
  } catch {
    return undefined;
  }
}

function walk(folder: string): string[] {
  return readdirSync(folder || ".", { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name) || entry.name.startsWith(".")) return [];
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    return entry.isDirectory() ? walk(path) : [path];
  });
}
