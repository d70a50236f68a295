// F25, with three NATS servers: each in turn is killed, whichever leads, while one publishes and one consumes.
// Two of three are enough to go on; nothing is lost, nothing comes twice, all comes in order.

import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { startConsumer } from "@blog/common/delivery/consumer";
import { openDatabase } from "@blog/common/database/open-database";
import { contracts } from "@blog/common/events";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import { startRelay } from "@blog/common/messaging/outbox-relay";
import { type EventBus, isPullBus } from "@blog/common/messaging/event-bus";
import { newId } from "@blog/common/base/ids";
import { pino } from "pino";
import { expect, it, onTestFinished, vi } from "vitest";
import { requires } from "../requires.ts";
import { startNatsCluster } from "../scale/nats-cluster.ts";

const titles = "CREATE TABLE titles (seq INTEGER PRIMARY KEY, title TEXT NOT NULL)";
const log = pino({ level: "silent" });
const LIMITS = { timeout: 60_000, interval: 100 };

async function readAll(bus: EventBus): Promise<string[]> {
  const titlesRead: string[] = [];
  for await (const { events } of bus.read({ position: 0 }))
    titlesRead.push(...events.map(({ data }) => String(data.title)));
  return titlesRead;
}

requires("nats")("Three NATS servers", (program) => {
  it("lose nothing and double nothing when each of them is killed in turn", async () => {
    const cluster = await startNatsCluster(program);
    onTestFinished(cluster.remove);
    const db = await openDatabase("sqlite::memory:", [inboxTable, outboxTable, titles]);
    const bus = await connectEventBus(cluster.url);
    if (!isPullBus(bus)) throw new Error("Over NATS, a bus can be followed.");
    const outbox = createOutbox(db, "posts");
    const inbox = createInbox(db, contracts, {
      async PostCreated({ data: { title } }, tx) {
        await tx.query("INSERT INTO titles (title) VALUES ($1)", [title]);
      },
    });
    const relay = startRelay({ outbox, bus, log, retryMaxMs: 200 });
    const consumer = startConsumer({ bus, inbox, log, name: "titles" });
    onTestFinished(async () => {
      await relay.stop();
      await consumer.stop();
      await bus.close();
      await db.close();
    });
    const published: string[] = [];
    const publish = async (count: number) => {
      for (let number = 0; number < count; number += 1) {
        const title = `Post ${published.length}`;
        await db.transaction((tx) => outbox.add(tx, "PostCreated", { id: newId(), title }));
        published.push(title);
      }
    };
    const handled = async () => {
      const rows = await db.query<{ title: string }>("SELECT title FROM titles ORDER BY seq");
      return rows.map(({ title }) => title);
    };
    const allHandled = () =>
      vi.waitFor(async () => expect(await handled()).toEqual(published), LIMITS);

    await publish(20);
    await allHandled();
    for (let member = 0; member < cluster.size; member += 1) {
      await publish(100);
      await cluster.kill(member);
      const begun = performance.now();
      await publish(100);
      await allHandled();
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      process.stdout.write(`F25: without server ${member}, all was handled after ${seconds} s\n`);
      await cluster.start(member);
    }

    // The server that has come back last may still be choosing a leader with the others.
    await vi.waitFor(async () => expect(await readAll(bus)).toEqual(published), LIMITS);
  }, 240_000);
});
