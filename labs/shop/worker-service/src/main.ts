// Starts worker-service: settings, the connections to the services that it calls, HTTP. It keeps no checkpoint: the bus knows which
// events it has not answered yet.

import { hostname } from "node:os";
import { apiDocs } from "@blog/common/api-docs/api-docs";
import { BusUrl, readSettings, ServiceSettings } from "@blog/common/base/settings";
import { runService } from "@blog/common/http/run";
import { startTracing } from "@blog/common/observability/tracing";
import { frames } from "@blog/common/speed/over-frames";
import { connectEventBus, startSharedConsumer } from "@blog/common/wire/connect-event-bus";
import { connectGrpc } from "@labs/common/grpc/client";
import { createClientTimes } from "@labs/common/grpc/metrics";
import { GrpcSettings, readTls } from "@labs/common/grpc/settings";
import { startCallSpan } from "@labs/common/observability/call-spans";
import { Addresses } from "@shop/contracts/addresses";
import { orderService } from "@shop/contracts/order";
import { productService } from "@shop/contracts/product";
import { z } from "zod";
import { createApp } from "./app.ts";

const settings = readSettings(
  ServiceSettings.extend({
    ...GrpcSettings.shape,
    EVENT_BUS_URL: BusUrl.default("http://localhost:30005"),
    ...Addresses.pick({ PRODUCT_GRPC: true, ORDER_GRPC: true }).shape,
    INTERNAL_SECRET: z
      .string("must be set, to the same as at product-service and order-service")
      .min(16, "must have at least 16 characters"),
  }),
);
const { EVENT_BUS_SECRET: secret, ALLOWED_HOSTS: allowedHosts } = settings;
const times = createClientTimes();

const name = "worker-service";
const tracing = await startTracing(name);
const tls = readTls(settings);
const products = connectGrpc(productService, settings.PRODUCT_GRPC, {
  ...{ tls, times },
  startSpan: tracing && startCallSpan,
});
const orders = connectGrpc(orderService, settings.ORDER_GRPC, {
  ...{ tls, times },
  startSpan: tracing && startCallSpan,
});
const bus = await connectEventBus(settings.EVENT_BUS_URL, {
  name,
  secret,
  upgrade: frames,
  instrumentation: tracing,
});
const service = createApp(
  { products, orders, internalSecret: settings.INTERNAL_SECRET },
  {
    ...{ secret, allowedHosts },
    operatorRoutes: apiDocs(() => import("../api-docs.ts")),
    upgrade: frames,
    instrumentation: tracing,
  },
);
service.metrics.registerMetric(times);
const port = settings.PORT ?? 30_003;
const consumer = await startSharedConsumer(bus, service, { replica: `${hostname()}-${port}` });

await runService(service, {
  port,
  stop: [consumer.stop, bus.close, products.close, orders.close],
});
