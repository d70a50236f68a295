// What the gateway is made of, from its settings: the same in the gateway's process and in Vite's.

import type { GatewayParts } from "./app.ts";
import { checkStatus } from "./check-status.ts";
import { createOpenStreams } from "./open-streams.ts";
import type { GatewaySettings } from "./settings.ts";

export function gatewayParts(settings: GatewaySettings): GatewayParts {
  const urls = {
    posts: settings.POSTS_URL,
    comments: settings.COMMENTS_URL,
    query: settings.QUERY_URL,
  };
  const services = {
    client: `http://localhost:${settings.PORT}`,
    ...oneByOne({ ...urls, moderation: settings.MODERATION_URL }),
    "event-bus": settings.EVENT_BUS_URL,
  };
  return {
    urls: { ...urls, "event-bus": settings.EVENT_BUS_URL, runner: settings.RUNNER_URL },
    hasLab: settings.LAB === "1",
    isCluster: settings.KUBERNETES_SERVICE_HOST !== undefined,
    checkStatus: () => checkStatus(services, settings.EVENT_BUS_URL),
    streams: createOpenStreams(),
    trustedProxies: settings.TRUSTED_PROXIES,
    restartWaitMs: settings.RESTART_WAIT_MS,
    allowedHosts: settings.ALLOWED_HOSTS,
  };
}

// posts, posts-2, posts-3: each replica has its own name, as `npm start` calls it.
function oneByOne(services: Record<string, string>): Record<string, string> {
  const found = Object.entries(services).flatMap(([name, urls]) =>
    urls
      .split(",")
      .map((url, index) => [index === 0 ? name : `${name}-${index + 1}`, url] as const),
  );
  return Object.fromEntries(found);
}
