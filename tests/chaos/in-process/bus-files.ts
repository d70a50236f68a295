// The files of the bus under test: what was on disk is what the next bus finds, as after a crash; so the write-ahead log is
// copied too. A copy each time, because on Node 20 a closed file stays locked for as long as anything remembers its statements.

import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";

export interface BusFiles {
  log: string;
  subscriptions: string;
}

export interface BusDisk {
  /** The files that the bus has now. */
  now(): BusFiles;
  /** Copies of them take their place; or copies of the last backup, of nothing if there is none. */
  renew(from?: "backup"): BusFiles;
  backUp(): void;
}

export function createBusDisk(folder: string): BusDisk {
  let generation = 0;
  let backup: BusFiles | undefined;
  let now = next();

  function next(): BusFiles {
    generation += 1;
    return {
      log: join(folder, `bus-${generation}.db`),
      subscriptions: join(folder, `bus-${generation}-subscriptions.db`),
    };
  }

  return {
    now: () => now,
    renew(from) {
      now = copyOf(from === "backup" ? backup : now, next());
      return now;
    },
    backUp() {
      backup = copyOf(now, next());
    },
  };
}

function copyOf(from: BusFiles | undefined, to: BusFiles): BusFiles {
  for (const end of ["", "-wal"]) {
    for (const name of ["log", "subscriptions"] as const) {
      if (from && existsSync(from[name] + end)) copyFileSync(from[name] + end, to[name] + end);
    }
  }
  return to;
}
