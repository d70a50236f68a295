// A service that owns a database: the real outbox, relay, inbox and catch-up over real SQLite. It writes down what took
// effect, and in which order.

import { createSqliteDatabase } from "@blog/common/engines/sqlite/database-sqlite";
import type { Database } from "@blog/common/database/database";
import { startCatchUp } from "@blog/common/messaging/catch-up";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, type Outbox, outboxTable } from "@blog/common/messaging/outbox";
import { startRelay } from "@blog/common/messaging/outbox-relay";
import type { Effect } from "../checker.ts";
import { createJournalInbox, effectsTable, readEffects } from "../journal-inbox.ts";
import type { Bugs } from "./bugs.ts";
import { createMachine, type Machine, type World } from "./machine.ts";
import {
  type Accidents,
  connectBus,
  createAccidents,
  isPoison,
  listen,
  log,
  mortal,
  nameOf,
} from "./parts.ts";

const writtenTable = "CREATE TABLE IF NOT EXISTS written (name TEXT PRIMARY KEY)";

export interface BlogService {
  machine: Machine;
  accidents: Accidents;
  /** State and event, in one transaction. It may fail, or be cut off by the end of the process. */
  write(type: "PostCreated" | "CommentCreated", id: string): void;
  /** What is committed. */
  written(): Promise<string[]>;
  waiting(): Promise<number>;
  effects(): Promise<Effect[]>;
}

export function createBlogService(world: World, name: string, bugs: Bugs): BlogService {
  const accidents = createAccidents();
  let db: Database;
  let outbox: Outbox;

  const machine = createMachine(world, name, [`${name}.db`], async (life) => {
    const { platform } = life;
    const sqlite = world.disks.open(`${name}.db`, life);
    const migrations = [outboxTable, inboxTable, effectsTable, writtenTable];
    const opened = await createSqliteDatabase(sqlite, migrations, platform.clock);
    const ownOutbox = createOutbox(opened, name, { platform });
    const journal = createJournalInbox(bugs.inboxDatabase?.(opened) ?? opened, {
      nameOf,
      isPoison: (event) => isPoison(world, accidents, event),
      // As comments does it, with moderation's decision.
      async react({ type, data }, tx) {
        if (name !== "comments" || type !== "CommentModerated") return;
        const { id, postId, content, status } = data;
        await tx.query("INSERT INTO written (name) VALUES ($1) ON CONFLICT DO NOTHING", [
          `CommentUpdated ${id}`,
        ]);
        await ownOutbox.add(tx, "CommentUpdated", { id, postId, content, status });
      },
    });
    const inbox = mortal(world, bugs.inbox?.(journal) ?? journal, accidents, () => machine);
    const bus = connectBus(world, life);
    const relayed = bugs.outbox?.(ownOutbox) ?? ownOutbox;
    const relay = startRelay({ outbox: relayed, bus, inbox, log, platform });
    const catchUp = startCatchUp({ bus, inbox, log, platform });
    listen(world, life, inbox);
    [db, outbox] = [opened, ownOutbox];

    return async () => {
      await relay.stop();
      await catchUp.stop();
      await bus.close();
      await db.close();
    };
  });

  async function write(type: "PostCreated" | "CommentCreated", id: string): Promise<void> {
    const work = db.transaction(async (tx) => {
      await tx.query("INSERT INTO written (name) VALUES ($1)", [`${type} ${id}`]);
      if (type === "PostCreated") await outbox.add(tx, type, { id, title: `About ${id}` });
      else {
        const comment = { id, postId: "p1", content: `On ${id}`, status: "pending" };
        await outbox.add(tx, type, comment);
      }
    });
    await work.catch(() => undefined);
  }

  return {
    machine,
    accidents,
    write(type, id) {
      const life = machine.life();
      if (life) world.time.schedule(0, () => void (db && write(type, id)), life);
    },
    async written() {
      const rows = await db.query<{ name: string }>("SELECT name FROM written");
      return rows.map((row) => row.name);
    },
    waiting: () => outbox.depth(),
    effects: () => readEffects(db),
  };
}
