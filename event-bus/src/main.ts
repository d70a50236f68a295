// Starts the event bus: settings, log, app, HTTP.

import { fileURLToPath } from "node:url";
import { runService } from "@blog/common/run";
import { Port, readSettings, Secret } from "@blog/common/settings";
import { z } from "zod";
import { createApp } from "./app.ts";
import { openBus } from "./bus.ts";
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

const secret = settings.EVENT_BUS_SECRET;
const defaultFile = fileURLToPath(new URL("../../.data/event-bus.db", import.meta.url));

const bus = openBus({
  file: settings.DATABASE_URL?.slice("sqlite:".length) ?? defaultFile,
  subscribers: settings.SUBSCRIBERS,
  createTransport: (url) =>
    createHttpTransport(url, { secret, timeoutMs: settings.DELIVERY_TIMEOUT_MS }),
  settings: { parkAfter: settings.PARK_AFTER, retryMaxMs: settings.RETRY_MAX_MS },
});

await runService(createApp({ bus }, { secret }), { port: settings.PORT, stop: [bus.close] });
