// Starts order-service: settings, database, the connections to user-service and product-service, HTTP for clients and the bus,
// gRPC for the other services.

import { apiDocs } from "@blog/common/api-docs/api-docs";
import { createLogger } from "@blog/common/base/logger";
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
import { CacheSettings, connectCacheStore } from "@labs/common/cache/connect-cache";
import { addCacheMetrics } from "@labs/common/cache/metrics";
import { createTokenVerifier } from "@labs/common/bearer";
import { connectGrpc } from "@labs/common/grpc/client";
import { createClientTimes } from "@labs/common/grpc/metrics";
import { startGrpcServer } from "@labs/common/grpc/server";
import { GrpcSettings, readTls } from "@labs/common/grpc/settings";
import { startCallSpan } from "@labs/common/observability/call-spans";
import { readJson } from "@labs/common/read-json";
import { Addresses, UserServiceUrl } from "@shop/contracts/addresses";
import { orderService } from "@shop/contracts/order";
import { productService } from "@shop/contracts/product";
import { userService } from "@shop/contracts/user";
import { z } from "zod";
import { addressesTable, askAddresses } from "./address.ts";
import { createApp } from "./app.ts";
import { createOrderStore, ordersTables } from "./order-store.ts";
import { cachePrices, createPriceCache } from "./cached-prices.ts";
import { askPrices } from "./prices.ts";

const settings = readSettings(
  ServiceSettings.extend({
    ...GrpcSettings.shape,
    ...CacheSettings.shape,
    EVENT_BUS_URL: BusUrl.default("http://localhost:30005"),
    ...Addresses.shape,
    USER_SERVICE_URL: UserServiceUrl,
    INTERNAL_SECRET: z.string().min(16, "must have at least 16 characters").optional(),
    ADDRESS: z.enum(["rpc", "events", "both"], "must be rpc, events or both").default("both"),
    LAB: z.enum(["0", "1"], "must be 0 or 1").default("0"),
  }),
);
const { EVENT_BUS_SECRET: secret, ALLOWED_HOSTS: allowedHosts } = settings;
const { WRITES_PER_MINUTE: writesPerMinute, INTERNAL_SECRET: internalSecret } = settings;
const tls = readTls(settings);
const times = createClientTimes();
// Loaded with LAB=1 only: in production nothing makes a call wait.
const lab =
  settings.LAB === "1" ? (await import("@labs/common/grpc/faults")).createFaults() : undefined;

const name = "order-service";
const tracing = await startTracing(name);
const tables = [ordersTables, addressesTable, idempotencyTable, inboxTable, outboxTable];
const db = await openDatabaseOf(name, settings.DATABASE_URL, tables);
const bus = await connectEventBus(settings.EVENT_BUS_URL, {
  name,
  secret,
  upgrade: frames,
  instrumentation: tracing,
});
const outbox = createOutbox(db, name);
const users = connectGrpc(userService, settings.USER_GRPC, {
  ...{ tls, times },
  startSpan: tracing && startCallSpan,
});
const products = connectGrpc(productService, settings.PRODUCT_GRPC, {
  ...{ tls, times },
  startSpan: tracing && startCallSpan,
});
const store = await connectCacheStore(settings.REDIS_URL, {
  service: name,
  log: createLogger(name),
});
const priceCache = createPriceCache(store);
const keysUrl = `${settings.USER_SERVICE_URL}/.well-known/jwks.json`;
// What it reads is checked where it is used.
const loadKeys = () => readJson(keysUrl) as ReturnType<Parameters<typeof createTokenVerifier>[0]>;
const { calls, service } = createApp(
  {
    ...{ db, store: createOrderStore(db), outbox, internalSecret },
    verify: createTokenVerifier(loadKeys),
    askAddress: askAddresses(users, settings.ADDRESS),
    prices: cachePrices(askPrices(products), priceCache),
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
addCacheMetrics(metrics, [priceCache]);
metrics.registerMetric(times);
const grpc = await startGrpcServer(orderService, lab?.slow(calls) ?? calls, {
  address: settings.ORDER_GRPC,
  ...{ tls, log, metrics, readiness, writesPerMinute },
  startSpan: tracing && startCallSpan,
});

await runService(service, {
  port: settings.PORT ?? 30_002,
  stop: [
    ...[grpc.stop, relay.stop, consumer.stop, bus.close],
    ...[users.close, products.close, store.close, db.close],
  ],
});
