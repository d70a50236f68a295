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
    ...urls,
    moderation: settings.MODERATION_URL,
    "event-bus": settings.EVENT_BUS_URL,
  };
  return {
    urls,
    checkStatus: () => checkStatus(services, settings.EVENT_BUS_URL),
    streams: createOpenStreams(),
    trustedProxies: settings.TRUSTED_PROXIES,
  };
}
