// All accidents of the blog, by class: those of its processes, of their files and settings, and of the network.

import { copyFileSync, existsSync, rmSync } from "node:fs";
import { pause } from "@blog/common/base/backoff";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import type { Deal } from "./accident.ts";
import type { ChaosBlog } from "./blog.ts";
import { networkAccidents } from "./network-accidents.ts";
import { processAccidents, toVictim } from "./process-accidents.ts";

/** Points at which a process dies, where it passes them. */
const FAILPOINTS: Record<string, string[]> = {
  "event-bus": ["log.insert", "log.commit", "log.committed", "worker.answered"],
  posts: writerPoints(),
  comments: writerPoints(),
  "comments-2": writerPoints(),
  query: ["database.commit", "database.committed"],
  journal: ["inbox.event", "database.commit", "database.committed"],
};

function writerPoints(): string[] {
  return ["outbox.add", "relay.published", "inbox.event", "database.commit", "database.committed"];
}

const toFiles: Record<string, Deal> = {
  poison: (blog, random) => {
    const env = { POISON: String(random.between(20, 60)) };
    const ms = random.between(2000, 4000);
    return toVictim(blog.victims.get("journal")!, async (victim) => {
      await victim.kill("SIGTERM", { env });
      await pause(ms);
      await victim.kill("SIGTERM");
    });
  },
  "restore a backup": (blog, random) => {
    const name = random.choose(["journal", "query"]);
    // Half of the time it cannot catch up by itself, and the bus has to notice.
    const isCutOff = random.next() < 0.5;
    return toVictim(blog.victims.get(name)!, async (victim) => {
      const way = blog.links.get(`${name} → event-bus`)!;
      if (isCutOff) way.setFault({ kind: "reset" });
      await victim.kill("SIGTERM", { meanwhile: () => restore(blog.databaseOf(name)) });
      await pause(1500);
      way.setFault(null);
    });
  },
  "lose a cursor": (blog, random) => {
    // Ahead, only where the consumer knows better: moderation keeps nothing, and its cursor is all there is.
    const ahead = "CASE subscriber WHEN 'moderation' THEN 0 ELSE (SELECT length FROM log) END";
    const to = random.choose(["0", ahead, "position / 2"]);
    return toVictim(blog.victims.get("event-bus")!, (victim) =>
      victim.kill("SIGKILL", { meanwhile: () => moveCursors(blog, to) }),
    );
  },
};

// The database as it was at the last backup; and what it is now becomes the backup for the next time.
function restore(file: string): void {
  const backup = `${file}.backup`;
  const [now, ends] = [`${file}.now`, ["-wal", "-shm"]];
  copyFileSync(file, now);
  for (const end of ["", ...ends]) rmSync(file + end, { force: true });
  if (existsSync(backup)) copyFileSync(backup, file);
  copyFileSync(now, backup);
}

function moveCursors({ dataFolder }: ChaosBlog, to: string): void {
  const sqlite = openSqlite(`${dataFolder}/event-bus-subscriptions.db`);
  sqlite.exec(`UPDATE cursors SET position = ${to}`);
  sqlite.close();
}

export const accidents: Record<string, Deal> = {
  ...processAccidents(FAILPOINTS),
  ...toFiles,
  ...networkAccidents,
};
