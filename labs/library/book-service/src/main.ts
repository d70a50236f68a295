// Starts book-service: settings, database, the connection to author-service, HTTP for operators and the bus, gRPC for callers.

import { apiDocs } from "@blog/common/api-docs/api-docs";
import { BusUrl, readSettings, ServiceSettings } from "@blog/common/base/settings";
import { openDatabaseOf } from "@blog/common/database/open-database";
import { idempotencyTable } from "@blog/common/http/idempotency";
import { runService } from "@blog/common/http/run";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import { startRelay } from "@blog/common/messaging/outbox-relay";
import { addCatchUpMetrics } from "@blog/common/observability/catch-up-metrics";
import { addOutboxMetrics } from "@blog/common/observability/outbox-metrics";
import { startTracing } from "@blog/common/observability/tracing";
import { frames } from "@blog/common/speed/over-frames";
import { connectEventBus, startConsuming } from "@blog/common/wire/connect-event-bus";
import { connectGrpc } from "@labs/common/grpc/client";
import { createClientTimes } from "@labs/common/grpc/metrics";
import { startGrpcServer } from "@labs/common/grpc/server";
import { GrpcSettings, readTls } from "@labs/common/grpc/settings";
import { startCallSpan } from "@labs/common/observability/call-spans";
import { Addresses } from "@library/contracts/addresses";
import { authorService } from "@library/contracts/author";
import { bookService } from "@library/contracts/book";
import { z } from "zod";
import { createApp } from "./app.ts";
import { askAuthors, rememberAuthors } from "./authors.ts";
import { booksTable, createBookStore } from "./book-store.ts";

const settings = readSettings(
  ServiceSettings.extend({
    ...GrpcSettings.shape,
    EVENT_BUS_URL: BusUrl.default("http://localhost:30105"),
    ...Addresses.shape,
    AUTHORS: z.enum(["rpc", "events"]).default("rpc"),
  }),
);
const { EVENT_BUS_SECRET: secret, WRITES_PER_MINUTE: writesPerMinute } = settings;
const tls = readTls(settings);
const times = createClientTimes();

const name = "book-service";
const tracing = await startTracing(name);
const tables = [booksTable, idempotencyTable, inboxTable, outboxTable];
const db = await openDatabaseOf(name, settings.DATABASE_URL, tables);
const bus = await connectEventBus(settings.EVENT_BUS_URL, {
  name,
  secret,
  upgrade: frames,
  instrumentation: tracing,
});
const outbox = createOutbox(db, name);
const books = createBookStore(db);
const client = connectGrpc(authorService, settings.AUTHOR_GRPC, {
  ...{ tls, times },
  startSpan: tracing && startCallSpan,
});
const authors = settings.AUTHORS === "rpc" ? askAuthors(client) : rememberAuthors(books);
const { calls, service } = createApp(
  { db, books, outbox, authors },
  {
    secret,
    upgrade: frames,
    instrumentation: tracing,
    operatorRoutes: apiDocs(() => import("../api-docs.ts")),
  },
);

const { inbox, log, metrics, readiness } = service;
const relay = startRelay({ outbox, bus, inbox, log });
const consumer = await startConsuming(bus, service);
addOutboxMetrics(metrics, outbox);
addCatchUpMetrics(metrics, inbox, consumer);
metrics.registerMetric(times);
const grpc = await startGrpcServer(bookService, calls, {
  address: settings.BOOK_GRPC,
  ...{ tls, log, metrics, readiness, writesPerMinute },
  startSpan: tracing && startCallSpan,
});

await runService(service, {
  port: settings.PORT ?? 30_101,
  stop: [grpc.stop, relay.stop, consumer.stop, bus.close, client.close, db.close],
});
