// F16. A subscriber is far behind and catches up while people go on writing: it reaches the tail, in order, and no
// process's memory grows with the backlog.

import { createLogger } from "@blog/common/base/logger";
import { startCatchUp } from "@blog/common/messaging/catch-up";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { openDatabase } from "@blog/common/database/open-database";
import { inboxTable } from "@blog/common/messaging/inbox";
import { describe, expect, it, onTestFinished } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { newLogFile } from "../../event-bus/test/test-folder.ts";
import { createJournalInbox, effectsTable, readEffects } from "../chaos/journal-inbox.ts";
import { expectPromisesKept, ids, publish } from "./promises.ts";
import { startTestJournal } from "./test-journal.ts";

const BEHIND = 100_000;
const GROUP = 1000;
/** What one event of the backlog may cost, at most, while it is on its way: all of them in memory would be far more. */
const ROOM_BYTES = 150 * 1024 * 1024;

function event(id: string) {
  const data = JSON.stringify({ id, title: "x".repeat(1500) });
  const attributes = '{"source":"test","time":"2026-11-21T12:00:00Z"}';
  return { id, type: "PostCreated", attributes, data, extra: null };
}

async function startBusWithBacklog(subscribers: string) {
  const bus = await startTestBus({ subscribers, settings: { batchSize: 100 } });
  const backlog = ids(BEHIND);
  for (let from = 0; from < BEHIND; from += GROUP)
    await bus.bus.append(backlog.slice(from, from + GROUP).map(event));
  return { ...bus, backlog };
}

describe(`A subscriber that is ${BEHIND} events behind (F16)`, () => {
  it("catches up by deliveries while others write, and memory stays", {
    timeout: 300_000,
  }, async () => {
    const journal = await startTestJournal("journal");
    await journal.network.close();
    const { url, backlog, status } = await startBusWithBacklog(journal.subscriber);
    const before = process.memoryUsage().rss;
    let most = before;

    await journal.network.open();
    const meanwhile = ids(50, "meanwhile-");
    for (const id of meanwhile) {
      expect(await publish(url, id)).toBe(true);
      most = Math.max(most, process.memoryUsage().rss);
    }
    await expect.poll(() => status("journal").lag.events, { timeout: 240_000 }).toBe(0);

    most = Math.max(most, process.memoryUsage().rss);
    await expectPromisesKept(url, { journals: [journal], written: [...backlog, ...meanwhile] });
    expect(most - before).toBeLessThan(ROOM_BYTES);
  });

  it("catches up by reading the log, in order, to its end as it is then", {
    timeout: 300_000,
  }, async () => {
    const { url, backlog } = await startBusWithBacklog("");
    const db = await openDatabase(`sqlite:${newLogFile()}`, [inboxTable, effectsTable]);
    const inbox = createJournalInbox(db, {
      nameOf: ({ data }) => data.id,
      isPoison(id) {
        // None is. But while the first one is handled, another one is published.
        if (id === "p1") void publish(url, "meanwhile");
        return false;
      },
    });
    const bus = connectHttpBus(url);

    const catchUp = startCatchUp({ bus, inbox, log: createLogger("journal") });
    onTestFinished(async () => {
      await catchUp.stop();
      await bus.close();
      await db.close();
    });

    await expect.poll(catchUp.isDone, { timeout: 240_000 }).toBe(true);
    expect((await readEffects(db)).map(({ id }) => id)).toEqual([...backlog, "meanwhile"]);
  });
});
