// Starts the gateway.

import { readSettings } from "@blog/common/base/settings";
import { runService } from "@blog/common/http/run";
import { createGateway } from "./app.ts";
import { pageFolder } from "./page.ts";
import { gatewayParts } from "./parts.ts";
import { GatewaySettings } from "./settings.ts";

const settings = readSettings(GatewaySettings);
const parts = gatewayParts(settings);

await runService(createGateway(parts, pageFolder), {
  port: settings.PORT,
  endStreams: parts.streams.endAll,
  stop: [],
});
