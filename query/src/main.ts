// Starts query: settings, snapshot, app, HTTP. It is ready once it has caught up, and shows what it knows before.

import { hostname } from "node:os";
import { apiDocs } from "@blog/common/api-docs/api-docs";
import { addCatchUpMetrics } from "@blog/common/observability/catch-up-metrics";
import { startTracing } from "@blog/common/observability/tracing";
import { connectEventBus, startConsuming } from "@blog/common/wire/connect-event-bus";
import { openDatabaseOf } from "@blog/common/database/open-database";
import { runService } from "@blog/common/http/run";
import { frames } from "@blog/common/speed/over-frames";
import { readSettings, ServiceSettings } from "@blog/common/base/settings";
import { createApp } from "./app.ts";
import { openReadModel, startSaving } from "./read-model.ts";
import { fastPage } from "./speed/fast-page.ts";
import { growSlowlyUntil } from "./speed/slow-growth.ts";
import { createWholeMap } from "./speed/whole-map.ts";
import { checksumColumn, createSnapshotStore, snapshotTable } from "./snapshot-store.ts";
import { createStream } from "./stream.ts";

const settings = readSettings(ServiceSettings);
const { EVENT_BUS_SECRET: secret, ALLOWED_HOSTS: allowedHosts } = settings;

const tracing = await startTracing("query");
const options = {
  secret,
  allowedHosts,
  operatorRoutes: apiDocs(() => import("../api-docs.ts")),
  upgrade: frames,
  instrumentation: tracing,
};

const db = await openDatabaseOf("query", settings.DATABASE_URL, [snapshotTable, checksumColumn], {
  canRebuild: true,
});
const bus = await connectEventBus(settings.EVENT_BUS_URL, {
  name: "query",
  secret,
  upgrade: frames,
  instrumentation: tracing,
});
const model = await openReadModel(createSnapshotStore(db));
const stream = createStream();
const service = createApp(
  {
    model,
    stream,
    wholeMap: createWholeMap(model.view),
  },
  {
    ...options,
    fastRoutes: fastPage({ model, stream }),
  },
);

const { inbox, log } = service;
const port = settings.PORT ?? 4002;
const consumer = await startConsuming(bus, service, { replica: `${hostname()}-${port}` });
addCatchUpMetrics(service.metrics, inbox, consumer);
growSlowlyUntil(consumer.isDone);
service.readiness.set("caught up with the event bus", consumer.isDone);
const saving = startSaving(model, 1000, log);

await runService(service, {
  port,
  endStreams: stream.end,
  stop: [consumer.stop, bus.close, saving.stop, db.close],
});
