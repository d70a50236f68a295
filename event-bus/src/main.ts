// Starts the event bus: settings, log, app, HTTP.

import { fileURLToPath } from "node:url";
import { isStreamUrl } from "@blog/common/base/stream-url";
import { startTracing } from "@blog/common/observability/tracing";
import { isDamagedFile } from "@blog/common/database/damaged-file";
import { fileEngine } from "@blog/common/database/open-database";
import { createLogger } from "@blog/common/base/logger";
import { runService } from "@blog/common/http/run";
import { frames } from "@blog/common/speed/over-frames";
import { readSettings } from "@blog/common/base/settings";
import { busDocs } from "./api-docs/bus-docs.ts";
import { createApp } from "./app.ts";
import { type Bus, openBus } from "./bus.ts";
import { createBusMetrics } from "./observability/bus-metrics.ts";
import type { Gateway } from "./stream-gateway/gateway.ts";
import { BusSettings } from "./settings.ts";
import { createRecentEvents } from "./speed/recent-events.ts";
import { traceDeliveries } from "./observability/traced-transport.ts";
import { resumeAdded } from "./delivery/added-subscribers.ts";
import { createHttpTransport } from "./delivery/transport.ts";

const settings = readSettings(BusSettings);
const { EVENT_BUS_SECRET: secret, DELIVERY_TIMEOUT_MS: timeoutMs } = settings;
const defaultFile = fileURLToPath(new URL("../../.data/event-bus.db", import.meta.url));
const file = settings.DATABASE_URL?.slice("sqlite:".length) ?? defaultFile;
const log = createLogger("event-bus");

const metrics = createBusMetrics();
// Loaded with LAB=1 only: nothing that can be done there is possible in production.
const lab = settings.LAB === "1" ? (await import("./lab/lab.ts")).createLab() : undefined;
const tracing = await startTracing("event-bus");
const openFile = await fileEngine("sqlite");
const own = open();
const gateway = await startGateway(settings.EVENT_BUS_URL);
let bus = gateway?.bus ?? own;
bus = metrics.timeAppends(bus);
lab?.attach(bus);
for (const sentence of resumeAdded(bus, lab ? "with the lab" : "without it")) log.warn(sentence);
const serviceOptions = {
  secret,
  allowedHosts: settings.ALLOWED_HOSTS,
  operatorRoutes: busDocs(lab !== undefined),
  upgrade: frames,
  instrumentation: tracing,
};
const service = createApp(
  {
    bus,
    addition: lab,
  },
  serviceOptions,
);
metrics.register(service.metrics, bus);
if (gateway) service.readiness.set("caught up with the event stream", gateway.isCaughtUp);

const stop: (() => unknown)[] = [() => gateway?.stop(), bus.close];
if (lab) stop.unshift(lab.close);

await runService(service, {
  port: settings.PORT,
  ...(lab && { endStreams: lab.endStreams }),
  stop,
});

// A log that cannot be used is for a person to look at: starting again would not help, and a stack trace does not either.
function open(): Bus {
  try {
    return openBus({
      file,
      open: openFile,
      subscribers: settings.SUBSCRIBERS,
      createTransport(url, name) {
        const options = {
          secret,
          timeoutMs,
          upgrade: frames,
        };
        let transport = createHttpTransport(url, options);
        if (tracing) transport = traceDeliveries(name, transport);
        if (lab) transport = lab.wrap(name, transport);
        transport = metrics.countDeliveries(name, transport);
        return transport;
      },
      ...(lab && { observer: lab.observer }),
      recent: createRecentEvents(),
      settings: { parkAfter: settings.PARK_AFTER, retryMaxMs: settings.RETRY_MAX_MS },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.fatal({ file }, reason.includes(file) ? reason : `${file}: ${reason}`);
    // 78 (EX_CONFIG) means that another start would not help. A file in use may be free by then.
    process.exit(isDamagedFile(error) ? 78 : 1);
  }
}

async function startGateway(url: string | undefined): Promise<Gateway | undefined> {
  if (!url || !isStreamUrl(url)) return undefined;
  const gatewayModule = await import("./stream-gateway/gateway.ts");
  return gatewayModule.startGateway(own, {
    url,
    file,
    log,
    instrumentation: tracing,
  });
}
