// A temporary folder for one test, and what a killed process would leave in one.

import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { onTestFinished } from "vitest";

/** The path of a log that does not exist yet. */
export function newLogFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "event-bus-"));
  // On Node 20 a closed file stays open until its statements are collected, and Windows does not remove open files.
  onTestFinished(() => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // The system cleans its temporary folder by itself.
    }
  });
  return join(folder, "log.db");
}

/** The files as they lie on the disk at this moment, elsewhere: what a restart would find if the process died now. */
export function crashImage(file: string): string {
  const copy = newLogFile();
  for (const suffix of ["", "-wal"]) {
    for (const path of [file, file.replace(".db", "-subscriptions.db")]) {
      if (!existsSync(path + suffix)) continue;
      copyFileSync(path + suffix, join(copy, "..", basename(path) + suffix));
    }
  }
  return copy;
}
