// Starts posts: settings, database, app, HTTP. In the background: catching up, and publishing from the outbox.

import { apiDocs } from "@blog/common/api-docs/api-docs";
import { addCatchUpMetrics } from "@blog/common/observability/catch-up-metrics";
import { connectEventBus, startConsuming } from "@blog/common/wire/connect-event-bus";
import { openDatabaseOf } from "@blog/common/database/open-database";
import { idempotencyTable } from "@blog/common/http/idempotency";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import { addOutboxMetrics } from "@blog/common/observability/outbox-metrics";
import { startTracing } from "@blog/common/observability/tracing";
import { startRelay } from "@blog/common/messaging/outbox-relay";
import { withCareForOriginals } from "@blog/common/wire/original-parts";
import { runService } from "@blog/common/http/run";
import { frames } from "@blog/common/speed/over-frames";
import { readSettings, ServiceSettings } from "@blog/common/base/settings";
import { createApp } from "./app.ts";
import { createPostStore, postsTable } from "./post-store.ts";

const settings = readSettings(ServiceSettings);
const { EVENT_BUS_SECRET: secret, ALLOWED_HOSTS: allowedHosts } = settings;
const tracing = await startTracing("posts");
const options = {
  secret,
  allowedHosts,
  writesPerMinute: settings.WRITES_PER_MINUTE,
  operatorRoutes: apiDocs(() => import("../api-docs.ts")),
  upgrade: frames,
  instrumentation: tracing,
};

const db = await openDatabaseOf("posts", settings.DATABASE_URL, [
  postsTable,
  idempotencyTable,
  inboxTable,
  outboxTable,
]);
const bus = await connectEventBus(settings.EVENT_BUS_URL, {
  name: "posts",
  secret,
  upgrade: frames,
  instrumentation: tracing,
});
const outbox = createOutbox(db, "posts");
const service = createApp({ db, posts: createPostStore(db), outbox }, options);

const { inbox, log, metrics } = service;
const publisher = withCareForOriginals(bus, outbox.attempts);
const relay = startRelay({ outbox, bus: publisher, inbox, log });
const consumer = await startConsuming(bus, service);
addOutboxMetrics(metrics, outbox);
addCatchUpMetrics(metrics, inbox, consumer);

await runService(service, {
  port: settings.PORT ?? 4000,
  stop: [relay.stop, consumer.stop, bus.close, db.close],
});
