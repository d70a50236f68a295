// Starts query: settings, snapshot, app, HTTP. It is ready once it has caught up, and shows what it knows before.

import { startCatchUp } from "@blog/common/catch-up";
import { addCatchUpMetrics } from "@blog/common/catch-up-metrics";
import { defaultDatabaseUrl, openDatabase } from "@blog/common/database";
import { connectEventBus } from "@blog/common/event-bus-http";
import { runService } from "@blog/common/run";
import { readSettings, ServiceSettings } from "@blog/common/settings";
import { createApp } from "./app.ts";
import { openReadModel, startSaving } from "./read-model.ts";
import { createSnapshotStore, snapshotTable } from "./snapshot-store.ts";
import { createStream } from "./stream.ts";

const settings = readSettings(ServiceSettings);
const secret = settings.EVENT_BUS_SECRET;

const db = await openDatabase(settings.DATABASE_URL ?? defaultDatabaseUrl("query"), [
  snapshotTable,
]);
const bus = connectEventBus(settings.EVENT_BUS_URL, { secret });
const model = await openReadModel(createSnapshotStore(db));
const stream = createStream();
const service = createApp({ model, stream }, { secret });

const { inbox, log } = service;
const catchUp = startCatchUp({ bus, inbox, log });
addCatchUpMetrics(service.metrics, inbox, catchUp);
service.readiness.set("caught up with the event bus", catchUp.isDone);
const saving = startSaving(model, 1000, log);

await runService(service, {
  port: settings.PORT ?? 4002,
  endStreams: stream.end,
  stop: [catchUp.stop, bus.close, saving.stop, db.close],
});
