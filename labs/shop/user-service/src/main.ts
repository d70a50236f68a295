// Starts user-service: settings, database, the signing key, HTTP for browsers, operators and the bus, gRPC for the other services.

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
import { startGrpcServer } from "@labs/common/grpc/server";
import { GrpcSettings, readTls } from "@labs/common/grpc/settings";
import { startCallSpan } from "@labs/common/observability/call-spans";
import { Addresses } from "@shop/contracts/addresses";
import { userService } from "@shop/contracts/user";
import { z } from "zod";
import { createApp } from "./app.ts";
import { createPasswords } from "./passwords.ts";
import { createRefreshStore, refreshTables } from "./refresh-store.ts";
import { createThrottle } from "./throttle.ts";
import { createTokens, signingKeyTable } from "./tokens.ts";
import { createUserStore, userTables } from "./user-store.ts";

const settings = readSettings(
  ServiceSettings.extend({
    ...GrpcSettings.shape,
    EVENT_BUS_URL: BusUrl.default("http://localhost:30005"),
    USER_GRPC: Addresses.shape.USER_GRPC,
    LAB: z.enum(["0", "1"], "must be 0 or 1").default("0"),
  }),
);
const { EVENT_BUS_SECRET: secret, ALLOWED_HOSTS: allowedHosts } = settings;
const { WRITES_PER_MINUTE: writesPerMinute } = settings;
const tls = readTls(settings);
// Loaded with LAB=1 only: in production nothing makes a call wait.
const lab =
  settings.LAB === "1" ? (await import("@labs/common/grpc/faults")).createFaults() : undefined;

const name = "user-service";
const tracing = await startTracing(name);
const db = await openDatabaseOf(name, settings.DATABASE_URL, [
  ...[userTables, refreshTables, signingKeyTable],
  ...[idempotencyTable, inboxTable, outboxTable],
]);
const bus = await connectEventBus(settings.EVENT_BUS_URL, {
  name,
  secret,
  upgrade: frames,
  instrumentation: tracing,
});
const outbox = createOutbox(db, name);
const { calls, service } = createApp(
  {
    ...{ db, outbox },
    users: createUserStore(db),
    sessions: createRefreshStore(),
    tokens: await createTokens(db),
    passwords: createPasswords(),
    throttle: createThrottle(),
  },
  {
    ...{ secret, allowedHosts, writesPerMinute },
    upgrade: frames,
    instrumentation: tracing,
    operatorRoutes(app) {
      lab?.addRoutes(app);
      apiDocs(() => import("../api-docs.ts"))(app);
    },
  },
);

const { inbox, log, metrics, readiness } = service;
const relay = startRelay({ outbox, bus, inbox, log });
const consumer = await startConsuming(bus, service);
addOutboxMetrics(metrics, outbox);
addCatchUpMetrics(metrics, inbox, consumer);
const grpc = await startGrpcServer(userService, lab?.slow(calls) ?? calls, {
  address: settings.USER_GRPC,
  ...{ tls, log, metrics, readiness, writesPerMinute },
  startSpan: tracing && startCallSpan,
});

await runService(service, {
  port: settings.PORT ?? 30_000,
  stop: [grpc.stop, relay.stop, consumer.stop, bus.close, db.close],
});
