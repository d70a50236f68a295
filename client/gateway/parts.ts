// What the gateway of a system is made of, from its settings: the same in the gateway's process and in Vite's.

import type { System } from "../../infra/systems/system.ts";
import { urlVariable } from "../../infra/systems/variables.ts";
import type { GatewayParts } from "./app.ts";
import { checkStatus } from "./check-status.ts";
import { createOpenStreams } from "./open-streams.ts";
import type { GatewaySettings } from "./settings.ts";

export function gatewayParts(system: System, settings: GatewaySettings): GatewayParts {
  const given = new Map<string, unknown>(Object.entries(settings));
  const urls = new Map(
    system.services.map(({ name }) => [name, String(given.get(urlVariable(name)) ?? "")]),
  );
  const busUrl = urls.get("event-bus") ?? "";
  urls.delete("event-bus");
  urls.delete("client");
  const services = {
    client: `http://localhost:${settings.PORT}`,
    ...oneByOne(urls),
    "event-bus": busUrl,
  };
  return {
    system,
    routes: system.routes,
    urls: { ...Object.fromEntries(urls), "event-bus": busUrl, runner: settings.RUNNER_URL },
    hasLab: settings.LAB === "1",
    isCluster: settings.KUBERNETES_SERVICE_HOST !== undefined,
    checkStatus: () => checkStatus(services, busUrl),
    streams: createOpenStreams(),
    trustedProxies: settings.TRUSTED_PROXIES,
    restartWaitMs: settings.RESTART_WAIT_MS,
    allowedHosts: settings.ALLOWED_HOSTS,
  };
}

// posts, posts-2, posts-3: each replica has its own name, as `npm start` calls it.
function oneByOne(services: Map<string, string>): Record<string, string> {
  const found = [...services].flatMap(([name, urls]) =>
    urls
      .split(",")
      .map((url, index) => [index === 0 ? name : `${name}-${index + 1}`, url] as const),
  );
  return Object.fromEntries(found);
}
