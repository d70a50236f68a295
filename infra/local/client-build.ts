// Builds the client when what is built is older than what it is built from.

import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./services.ts";
import { giveUp } from "./terminal.ts";

const BUILT = "client/dist/index.html";
const SOURCES = [
  "client/src",
  "client/public",
  "client/index.html",
  "client/vite.config.ts",
  "client/precompress.ts",
  "client/package.json",
  "common/src",
  "query/src",
  "package-lock.json",
];

export function isBuildFresh(folder = root): boolean {
  const builtAt = statSync(join(folder, BUILT), { throwIfNoEntry: false })?.mtimeMs;
  return (
    builtAt !== undefined && SOURCES.every((source) => newest(join(folder, source)) <= builtAt)
  );
}

/** Ends this process, with a sentence, when it cannot be built. */
export async function buildClientIfStale(): Promise<void> {
  if (isBuildFresh()) return;
  console.log("Building the client …");
  if (!(await buildClient()))
    giveUp("The client cannot be built; Vite's message above is the reason.");
}

/** Resolves with whether it worked; Vite prints the errors. In a process of its own, so that its memory is given back. */
export function buildClient(): Promise<boolean> {
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const child = spawn(process.execPath, [vite, "build", "--logLevel", "warn"], {
    cwd: join(root, "client"),
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve) => {
    child.once("exit", (code) => resolve(code === 0));
    child.once("error", () => resolve(false));
  });
}

function newest(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  // The folder's own time changes when a file is removed.
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
