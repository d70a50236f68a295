// A publisher made of the real outbox and relay, over a real SQLite file.

import { frames } from "@blog/common/speed/over-frames";
import type { Database } from "@blog/common/database/database";
import { openDatabase } from "@blog/common/database/open-database";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { createLogger } from "@blog/common/base/logger";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import { type Relay, startRelay } from "@blog/common/messaging/outbox-relay";
import type { EventBus } from "@blog/common/messaging/event-bus";
import type { Faults } from "./faults.ts";

const writtenTable = "CREATE TABLE IF NOT EXISTS written (id TEXT PRIMARY KEY)";

export interface Publisher {
  /** Writes state and event together. Resolves also when a fault made it fail: then nothing may have been written. */
  write(id: string): Promise<void>;
  written(): Promise<string[]>;
  waiting(): Promise<number>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPublisher(
  file: string,
  busUrl: string,
  faults: Faults,
): Promise<Publisher> {
  const log = createLogger("publisher");
  let db: Database;
  let outbox: ReturnType<typeof createOutbox>;
  let bus: EventBus;
  let relay: Relay;

  const publisher: Publisher = {
    async write(id) {
      const faulty = faults.wrapDatabase(db);
      const writing = faulty.transaction(async (tx) => {
        await tx.query("INSERT INTO written (id) VALUES ($1)", [id]);
        await outbox.add(tx, "PostCreated", { id, title: id });
      });
      await writing.catch(() => undefined);
    },

    async written() {
      const rows = await db.query<{ id: string }>("SELECT id FROM written");
      return rows.map(({ id }) => id);
    },

    waiting: () => outbox.depth(),

    async start() {
      db = await openDatabase(`sqlite:${file}`, [outboxTable, writtenTable]);
      outbox = createOutbox(db, "publisher");
      bus = connectHttpBus(busUrl, {
        timeoutMs: 2000,
        upgrade: frames,
      });
      relay = startRelay({
        outbox,
        bus: faults.wrapBus(bus),
        log,
        batchSize: 5,
        retryMaxMs: 10,
      });
    },

    async stop() {
      await relay.stop();
      await bus.close();
      await db.close();
    },
  };

  await publisher.start();
  return publisher;
}
