// A relay of one test: a real outbox in memory, and a bus that can be away.

import type { CheckpointedInbox } from "@blog/common/messaging/inbox";
import { createOutbox, type Outbox, outboxTable } from "@blog/common/messaging/outbox";
import { startRelay } from "@blog/common/messaging/outbox-relay";
import { withCareForOriginals } from "@blog/common/wire/original-parts";
import { onTestFinished } from "vitest";
import type { MemoryBus } from "./memory-bus.ts";
import { openTestDatabase } from "./test-database.ts";
import { createTestLog } from "./test-log.ts";

interface Options {
  batchSize?: number;
  retryMaxMs?: number;
  firstAttemptMs?: number;
  inbox?: CheckpointedInbox;
  change?: (outbox: Outbox) => Outbox;
}

export async function startTestRelay(
  bus: MemoryBus,
  { change = (same) => same, firstAttemptMs = 20_000, ...options }: Options = {},
) {
  const db = await openTestDatabase(outboxTable);
  const outbox = createOutbox(db, "posts", { firstAttemptMs });
  const { log, lines } = createTestLog();
  const relay = startRelay({
    outbox: change(outbox),
    bus: withCareForOriginals(bus, outbox.attempts),
    ...{ log, retryMaxMs: 20, ...options },
  });
  onTestFinished(relay.stop);

  const add = (...titles: string[]) =>
    db.transaction(async (tx) => {
      for (const title of titles) await outbox.add(tx, "PostCreated", { id: title, title });
    });

  /** Resolves with what a request waits for. */
  const addOne = (title: string) =>
    db.transaction(async (tx) => {
      const post = { id: title, title };
      await outbox.add(tx, "PostCreated", post);
      return post;
    });
  return { outbox, relay, add, addOne, lines };
}
