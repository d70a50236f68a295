// Starts moderation: settings, app, HTTP. It keeps no checkpoint: the bus knows which events it has not answered yet.

import { hostname } from "node:os";
import { apiDocs } from "@blog/common/api-docs/api-docs";
import { startTracing } from "@blog/common/observability/tracing";
import { connectEventBus, startSharedConsumer } from "@blog/common/wire/connect-event-bus";
import { runService } from "@blog/common/http/run";
import { frames } from "@blog/common/speed/over-frames";
import { readSettings, ServiceSettings } from "@blog/common/base/settings";
import { createApp } from "./app.ts";

const settings = readSettings(ServiceSettings);
const { EVENT_BUS_URL, EVENT_BUS_SECRET: secret, ALLOWED_HOSTS: allowedHosts } = settings;

const tracing = await startTracing("moderation");
const options = {
  secret,
  allowedHosts,
  operatorRoutes: apiDocs(() => import("../api-docs.ts")),
  upgrade: frames,
  instrumentation: tracing,
};

const bus = await connectEventBus(EVENT_BUS_URL, {
  name: "moderation",
  secret,
  upgrade: frames,
  instrumentation: tracing,
});
const service = createApp({ bus }, options);
const port = settings.PORT ?? 4003;
const consumer = await startSharedConsumer(bus, service, { replica: `${hostname()}-${port}` });

await runService(service, { port, stop: [consumer.stop, bus.close] });
