// A service that consumes from a stream and writes down the titles of posts, for tests of how it consumes.

import { startConsumer } from "@blog/common/delivery/consumer";
import { DEFAULT_RETRY_POLICY } from "@blog/common/delivery/retry-policy";
import { openDatabase } from "@blog/common/database/open-database";
import type { PullBus } from "@blog/common/messaging/event-bus";
import { contracts } from "@blog/common/events";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";
import { pino } from "pino";
import { onTestFinished } from "vitest";

const titles = "CREATE TABLE titles (seq INTEGER PRIMARY KEY, title TEXT NOT NULL)";

export const log = pino({ level: "silent" });
export const retryPolicy = {
  ...DEFAULT_RETRY_POLICY,
  retryFirstMs: 1,
  retryMaxMs: 20,
  parkAfter: 3,
};

export interface TitlesService {
  start(bus: PullBus): ReturnType<typeof startConsumer>;
  handled(): Promise<string[]>;
}

/** `mind` is what goes wrong when it handles a title. */
export async function openTitlesService(
  mind: (title: string) => void | Promise<void> = () => {},
): Promise<TitlesService> {
  const db = await openDatabase("sqlite::memory:", [inboxTable, titles]);
  onTestFinished(() => db.close());
  const inbox = createInbox(db, contracts, {
    async PostCreated({ data: { title } }, tx) {
      await mind(title);
      await tx.query("INSERT INTO titles (title) VALUES ($1)", [title]);
    },
  });

  return {
    start(bus) {
      const consumer = startConsumer({ bus, inbox, log, name: "titles", retryPolicy });
      onTestFinished(consumer.stop);
      return consumer;
    },
    async handled() {
      const rows = await db.query<{ title: string }>("SELECT title FROM titles ORDER BY seq");
      return rows.map(({ title }) => title);
    },
  };
}
