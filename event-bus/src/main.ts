// Starts the event bus: settings, log, app, HTTP.

import { fileURLToPath } from "node:url";
import { createLogger } from "@blog/common/logger";
import { runService } from "@blog/common/run";
import { Port, readSettings, Secret } from "@blog/common/settings";
import { z } from "zod";
import { createApp } from "./app.ts";
import { type Bus, openBus } from "./bus.ts";
import { createBusMetrics } from "./bus-metrics.ts";
import { DEFAULT_SUBSCRIBERS, Subscribers } from "./subscribers.ts";
import { createHttpTransport } from "./transport.ts";

const Milliseconds = z.coerce.number().int().min(1);

const settings = readSettings(
  z.object({
    PORT: Port.default(4005),
    DATABASE_URL: z.string().startsWith("sqlite:").optional(),
    EVENT_BUS_SECRET: Secret,
    SUBSCRIBERS: z.string().default(DEFAULT_SUBSCRIBERS).pipe(Subscribers),
    DELIVERY_TIMEOUT_MS: Milliseconds.default(10_000),
    RETRY_MAX_MS: Milliseconds.default(3000),
    PARK_AFTER: z.coerce.number().int().min(1).default(10),
  }),
);

const { EVENT_BUS_SECRET: secret, DELIVERY_TIMEOUT_MS: timeoutMs } = settings;
const defaultFile = fileURLToPath(new URL("../../.data/event-bus.db", import.meta.url));

const metrics = createBusMetrics();
const bus = open();
const service = createApp({ bus: metrics.timeAppends(bus) }, { secret });
metrics.register(service.metrics, bus);

await runService(service, { port: settings.PORT, stop: [bus.close] });

// A log that cannot be used is for a person to look at: starting again would not help, and a stack trace does not either.
function open(): Bus {
  try {
    return openBus({
      file: settings.DATABASE_URL?.slice("sqlite:".length) ?? defaultFile,
      subscribers: settings.SUBSCRIBERS,
      createTransport: (url, name) =>
        metrics.countDeliveries(name, createHttpTransport(url, { secret, timeoutMs })),
      settings: { parkAfter: settings.PARK_AFTER, retryMaxMs: settings.RETRY_MAX_MS },
    });
  } catch (error) {
    createLogger("event-bus").fatal(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
