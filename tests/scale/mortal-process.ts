// A consumer as a process of its own, started by deadly-event.test.ts. It dies of an event called "deadly", stays without end with
// one called "held" when HOLDS is set, and reports to its parent what it handles.

import { openDatabase } from "@blog/common/database/open-database";
import { connectNatsBus } from "@blog/common/engines/nats/event-bus-nats";
import { connectRabbitMqBus } from "@blog/common/engines/rabbitmq/event-bus-rabbitmq";
import { contracts } from "@blog/common/events";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";
import type { Inbox } from "@blog/common/wire/delivery";
import { startConsumer } from "@blog/common/delivery/consumer";
import { startSharedPullConsumer } from "@blog/common/delivery/shared-consumer";
import { log, retryPolicy } from "./titles-service.ts";

const { STREAM_URL = "", FILE = "", KEEPS_CHECKPOINT, HOLDS } = process.env;
const name = "mortal";
const titles = "CREATE TABLE IF NOT EXISTS titles (title TEXT NOT NULL)";

const db = await openDatabase(`sqlite:${FILE}`, [inboxTable, titles]);
// The shorter, the sooner it is given again what it died of. It needs far less for each event.
const bus = STREAM_URL.startsWith("amqp:")
  ? connectRabbitMqBus(STREAM_URL)
  : connectNatsBus(STREAM_URL, { acknowledgeMs: 1000 });

async function handle(title: string): Promise<void> {
  // Until it has left this process, which may be about to die.
  await new Promise<void>((sent) => process.send?.(title, () => sent()));
  if (title === "deadly") process.kill(process.pid, "SIGKILL");
  if (title === "deadly" || (title === "held" && HOLDS)) await new Promise(() => {});
}

const inbox = createInbox(db, contracts, {
  async PostCreated({ data: { title } }, tx) {
    await handle(title);
    await tx.query("INSERT INTO titles (title) VALUES ($1)", [title]);
  },
});
// Without a checkpoint only ids are looked at, so what comes in no promised order is taken all the same.
const withoutCheckpoint: Inbox = {
  receive: ({ events }) => inbox.receive({ events }),
};

const consumer = KEEPS_CHECKPOINT
  ? startConsumer({ bus, inbox, log, name, retryPolicy })
  : startSharedPullConsumer({ bus, inbox: withoutCheckpoint, log, name, retryPolicy });

process.once("SIGTERM", async () => {
  await consumer.stop();
  await bus.close();
  await db.close();
  process.exit();
});
