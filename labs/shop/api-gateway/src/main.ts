// Starts the gateway: settings, the connections to the services and to the cache, HTTP. It keeps no checkpoint: the bus knows
// which events it has not acknowledged. Several gateways need REDIS_URL, where they share what they keep: over a stream
// (nats://…) only one of them receives each event, and the others would answer with what it has forgotten.

import { hostname } from "node:os";
import { apiDocs } from "@blog/common/api-docs/api-docs";
import { createLogger } from "@blog/common/base/logger";
import { BusUrl, HttpUrl, readSettings, ServiceSettings } from "@blog/common/base/settings";
import { runService } from "@blog/common/http/run";
import { startTracing } from "@blog/common/observability/tracing";
import { frames } from "@blog/common/speed/over-frames";
import { connectEventBus, startSharedConsumer } from "@blog/common/wire/connect-event-bus";
import { createTokenVerifier } from "@labs/common/bearer";
import { CacheSettings, connectCacheStore } from "@labs/common/cache/connect-cache";
import { createClientTimes } from "@labs/common/grpc/metrics";
import { GrpcSettings, readTls } from "@labs/common/grpc/settings";
import { startCallSpan } from "@labs/common/observability/call-spans";
import { readJson } from "@labs/common/read-json";
import { Addresses } from "@shop/contracts/addresses";
import { z } from "zod";
import { createApp } from "./app.ts";
import { createIntrospection } from "./authentication.ts";
import { createCachedLists, createLoadedLists } from "./cached-lists.ts";
import { connectClients } from "./clients.ts";

const Switch = z.enum(["0", "1"], "must be 0 or 1").transform((value) => value === "1");

const settings = readSettings(
  ServiceSettings.extend({
    ...GrpcSettings.shape,
    ...Addresses.shape,
    ...CacheSettings.shape,
    EVENT_BUS_URL: BusUrl.default("http://localhost:30005"),
    USER_SERVICE_URL: HttpUrl.default("http://localhost:30000"),
    PRODUCT_SERVICE_URL: HttpUrl.default("http://localhost:30001"),
    ORDER_SERVICE_URL: HttpUrl.default("http://localhost:30002"),
    /** Who a token belongs to: asked of user-service each time, or verified here. */
    AUTH: z.enum(["introspect", "local"], 'must be "introspect" or "local"').default("introspect"),
    OPEN_PRODUCTS: Switch.default(false),
    INTROSPECTION: Switch.default(true),
    /** To compare: no list is kept, and each thing in a list is asked for by itself. */
    NAIVE: Switch.default(false),
  }),
);
const { EVENT_BUS_SECRET: secret, ALLOWED_HOSTS: allowedHosts, NAIVE: isNaive } = settings;

const name = "api-gateway";
const tracing = await startTracing(name);
const times = createClientTimes();
const clients = connectClients(
  {
    grpc: {
      users: settings.USER_GRPC,
      products: settings.PRODUCT_GRPC,
      orders: settings.ORDER_GRPC,
    },
    rest: {
      users: settings.USER_SERVICE_URL,
      products: settings.PRODUCT_SERVICE_URL,
      orders: settings.ORDER_SERVICE_URL,
    },
  },
  { tls: readTls(settings), times, startSpan: tracing && startCallSpan },
);
const store = await connectCacheStore(settings.REDIS_URL, {
  service: name,
  log: createLogger(name),
});

const loadKeys = () => readJson(`${settings.USER_SERVICE_URL}/.well-known/jwks.json`);
const verify =
  settings.AUTH === "local"
    ? // What is no set of keys is refused there.
      createTokenVerifier(loadKeys as Parameters<typeof createTokenVerifier>[0])
    : createIntrospection(clients);
const bus = await connectEventBus(settings.EVENT_BUS_URL, {
  ...{ name, secret },
  upgrade: frames,
  instrumentation: tracing,
});
const service = createApp(
  {
    ...{ clients, verify, lists: isNaive ? createLoadedLists() : createCachedLists(store) },
    isNaive,
    openProducts: settings.OPEN_PRODUCTS,
    introspection: settings.INTROSPECTION,
  },
  {
    ...{ secret, allowedHosts },
    upgrade: frames,
    instrumentation: tracing,
    writesPerMinute: settings.WRITES_PER_MINUTE,
    operatorRoutes: apiDocs(() => import("../api-docs.ts")),
  },
);
service.metrics.registerMetric(times);

const port = settings.PORT ?? 30_004;
const consumer = await startSharedConsumer(bus, service, { replica: `${hostname()}-${port}` });

await runService(service, {
  port,
  stop: [consumer.stop, bus.close, clients.close, store.close],
});
