// Starts comments: settings, database, app, HTTP. In the background: what it missed, and what it still has to say.

import { startCatchUp } from "@blog/common/catch-up";
import { addCatchUpMetrics } from "@blog/common/catch-up-metrics";
import { defaultDatabaseUrl, openDatabase } from "@blog/common/database";
import { connectEventBus } from "@blog/common/event-bus-http";
import { inboxTable } from "@blog/common/inbox";
import { createOutbox, outboxTable } from "@blog/common/outbox";
import { addOutboxMetrics } from "@blog/common/outbox-metrics";
import { startRelay } from "@blog/common/outbox-relay";
import { runService } from "@blog/common/run";
import { readSettings, ServiceSettings } from "@blog/common/settings";
import { createApp } from "./app.ts";
import { commentsTable, createCommentStore } from "./comment-store.ts";

const settings = readSettings(ServiceSettings);
const { EVENT_BUS_SECRET: secret, WRITES_PER_MINUTE: writesPerMinute } = settings;

const db = await openDatabase(settings.DATABASE_URL ?? defaultDatabaseUrl("comments"), [
  commentsTable,
  inboxTable,
  outboxTable,
]);
const bus = connectEventBus(settings.EVENT_BUS_URL, { secret });
const outbox = createOutbox(db, "comments");
const service = createApp(
  { db, comments: createCommentStore(db), outbox },
  { secret, writesPerMinute },
);

const { inbox, log, metrics } = service;
const relay = startRelay({ outbox, bus, log });
const catchUp = startCatchUp({ bus, inbox, log });
addOutboxMetrics(metrics, outbox);
addCatchUpMetrics(metrics, inbox, catchUp);

await runService(service, {
  port: settings.PORT ?? 4001,
  stop: [relay.stop, catchUp.stop, bus.close, db.close],
});
