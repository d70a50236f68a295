// Starts moderation: settings, app, HTTP. Nothing to catch up with: what it missed, the bus delivers.

import { connectEventBus } from "@blog/common/event-bus-http";
import { runService } from "@blog/common/run";
import { readSettings, ServiceSettings } from "@blog/common/settings";
import { createApp } from "./app.ts";

const { EVENT_BUS_URL, EVENT_BUS_SECRET: secret, PORT = 4003 } = readSettings(ServiceSettings);

const bus = connectEventBus(EVENT_BUS_URL, { secret });

await runService(createApp({ bus }, { secret }), { port: PORT, stop: [bus.close] });
