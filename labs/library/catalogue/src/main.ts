// Starts the catalogue: settings, the view's database, the connections to the services, HTTP. It is ready once its view has
// caught up, and answers from what it knows before.

import { apiDocs } from "@blog/common/api-docs/api-docs";
import { BusUrl, readSettings, ServiceSettings } from "@blog/common/base/settings";
import { openDatabaseOf } from "@blog/common/database/open-database";
import { runService } from "@blog/common/http/run";
import { inboxTable } from "@blog/common/messaging/inbox";
import { addCatchUpMetrics } from "@blog/common/observability/catch-up-metrics";
import { startTracing } from "@blog/common/observability/tracing";
import { frames } from "@blog/common/speed/over-frames";
import { connectEventBus, startConsuming } from "@blog/common/wire/connect-event-bus";
import { connectGrpc } from "@labs/common/grpc/client";
import { createClientTimes } from "@labs/common/grpc/metrics";
import { GrpcSettings, readTls } from "@labs/common/grpc/settings";
import { startCallSpan } from "@labs/common/observability/call-spans";
import { Addresses } from "@library/contracts/addresses";
import { authorService } from "@library/contracts/author";
import { bookService } from "@library/contracts/book";
import { createApp } from "./app.ts";
import { createViewStore, viewTables } from "./view-store.ts";

const settings = readSettings(
  ServiceSettings.extend({
    ...GrpcSettings.shape,
    EVENT_BUS_URL: BusUrl.default("http://localhost:30105"),
    ...Addresses.shape,
  }),
);
const { EVENT_BUS_SECRET: secret, ALLOWED_HOSTS: allowedHosts } = settings;
const tls = readTls(settings);
const times = createClientTimes();

const name = "catalogue";
const tracing = await startTracing(name);
const db = await openDatabaseOf(name, settings.DATABASE_URL, [viewTables, inboxTable], {
  canRebuild: true,
});
const bus = await connectEventBus(settings.EVENT_BUS_URL, {
  name,
  secret,
  upgrade: frames,
  instrumentation: tracing,
});
const authors = connectGrpc(authorService, settings.AUTHOR_GRPC, {
  ...{ tls, times },
  startSpan: tracing && startCallSpan,
});
const books = connectGrpc(bookService, settings.BOOK_GRPC, {
  ...{ tls, times },
  startSpan: tracing && startCallSpan,
});
const service = createApp(
  { db, view: createViewStore(db), authors, books },
  {
    ...{ secret, allowedHosts },
    upgrade: frames,
    instrumentation: tracing,
    writesPerMinute: settings.WRITES_PER_MINUTE,
    operatorRoutes: apiDocs(() => import("../api-docs.ts")),
  },
);

const consumer = await startConsuming(bus, service);
addCatchUpMetrics(service.metrics, service.inbox, consumer);
service.metrics.registerMetric(times);
service.readiness.set("caught up with the event bus", consumer.isDone);

await runService(service, {
  port: settings.PORT ?? 30_102,
  stop: [consumer.stop, bus.close, authors.close, books.close, db.close],
});
