// Starts the gateway of a system.

import { readSettings } from "@blog/common/base/settings";
import { runService } from "@blog/common/http/run";
import type { ServiceOptions } from "@blog/common/http/service";
import type { System } from "../../infra/systems/system.ts";
import { createGateway } from "./app.ts";
import { pageFolder } from "./page.ts";
import { gatewayParts } from "./parts.ts";
import { gatewaySettings } from "./settings.ts";

export async function startGateway(system: System, options: ServiceOptions = {}): Promise<void> {
  const settings = readSettings(gatewaySettings(system));
  const parts = gatewayParts(system, settings);

  await runService(createGateway(parts, pageFolder, options), {
    port: settings.PORT,
    endStreams: parts.streams.endAll,
    stop: [],
  });
}
