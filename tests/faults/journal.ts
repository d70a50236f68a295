// A subscriber made of the real inbox, over a real SQLite file and real HTTP, that writes down what it did and in which
// order. It can be stopped, started, given poison, backed up and restored.

import { copyFileSync, existsSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { Database } from "@blog/common/database/database";
import { openDatabase } from "@blog/common/database/open-database";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createService } from "@blog/common/http/service";
import type { Effect } from "../chaos/checker.ts";
import { createJournalInbox, effectsTable, readEffects } from "../chaos/journal-inbox.ts";
import type { Faults } from "./faults.ts";
import { freePort } from "../kit/free-port.ts";
import { listen, stopListening } from "./listen.ts";

export interface Journal {
  name: string;
  port: number;
  poison: Set<string>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Of a stopped one. */
  backUp(): void;
  /** Of a stopped one: its database as it was at the last backup, or none. */
  restore(): void;
  effects(): Promise<Effect[]>;
}

export async function startJournal(name: string, file: string, faults: Faults): Promise<Journal> {
  let db: Database;
  let server: Server;
  const poison = new Set<string>();

  const journal: Journal = {
    name,
    port: await freePort(),
    poison,

    async start() {
      db = await openDatabase(`sqlite:${file}`, [inboxTable, effectsTable]);
      const inbox = createJournalInbox(faults.wrapDatabase(db), {
        nameOf: ({ data }) => data.id,
        isPoison: (id) => poison.has(id),
      });
      server = await listen(createService(name, { inbox }), journal.port);
    },

    async stop() {
      await stopListening(server);
      await db.close();
    },

    backUp: () => copyFileSync(file, `${file}.backup`),

    restore() {
      for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
      if (existsSync(`${file}.backup`)) copyFileSync(`${file}.backup`, file);
    },

    effects: () => readEffects(db),
  };

  await journal.start();
  return journal;
}
