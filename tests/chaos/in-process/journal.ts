// A subscriber made of the real inbox, over a real SQLite file and real HTTP, that writes down what it did and in which
// order. It can be stopped, started, given poison, backed up and put back.

import { copyFileSync, existsSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { openDatabase, type Database } from "@blog/common/database";
import type { ReceivedEvent } from "@blog/common/cloud-events";
import { createInbox, inboxTable } from "@blog/common/inbox";
import { createService } from "@blog/common/service";
import type { Effect } from "../checker.ts";
import type { Faults } from "./faults.ts";
import { listen, stopListening } from "./listen.ts";

const effectsTable =
  "CREATE TABLE IF NOT EXISTS effects (seq INTEGER PRIMARY KEY, effect TEXT NOT NULL)";

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
    port: 0,
    poison,

    async start() {
      db = await openDatabase(`sqlite:${file}`, [inboxTable, effectsTable]);
      const inbox = createInbox(faults.wrapDatabase(db), {
        async PostCreated(event, tx) {
          if (poison.has(event.data.id)) throw new Error("this event cannot be borne");
          await tx.query("INSERT INTO effects (effect) VALUES ($1)", [
            JSON.stringify(toEffect(event)),
          ]);
        },
      });
      // Whether an effect is late is not part of an event; the delivery says so.
      const marked: typeof inbox = {
        ...inbox,
        receive: (delivery) =>
          inbox.receive({
            ...delivery,
            events: delivery.events.map((event) => mark(event, delivery)),
          }),
      };
      const { app } = createService(name, { inbox: marked });
      server = await listen(app, journal.port);
      journal.port = (server.address() as { port: number }).port;
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

    async effects() {
      const rows = await db.query<{ effect: string }>("SELECT effect FROM effects ORDER BY seq");
      return rows.map(({ effect }) => JSON.parse(effect) as Effect);
    },
  };

  await journal.start();
  return journal;
}

function mark(
  event: ReceivedEvent,
  { log, redelivery = false }: { log?: string; redelivery?: boolean },
): ReceivedEvent {
  return { ...event, data: { ...event.data, log, isLate: redelivery } };
}

function toEffect({
  data,
  position,
}: {
  data: Record<string, unknown>;
  position?: number;
}): Effect {
  return {
    id: String(data.id),
    log: String(data.log),
    position: position ?? 0,
    isLate: data.isLate === true,
  };
}
