// What the gateway is told from outside: its port, and where the services are.

import { HttpUrl, Port } from "@blog/common/settings";
import { z } from "zod";

export const GatewaySettings = z.object({
  // Such as "loopback, uniquelocal" behind an ingress: without it, all its visitors would share one rate limit.
  TRUSTED_PROXIES: z.string().optional(),
  PORT: Port.default(3000),
  POSTS_URL: HttpUrl.default("http://localhost:4000"),
  COMMENTS_URL: HttpUrl.default("http://localhost:4001"),
  QUERY_URL: HttpUrl.default("http://localhost:4002"),
  MODERATION_URL: HttpUrl.default("http://localhost:4003"),
  EVENT_BUS_URL: HttpUrl.default("http://localhost:4005"),
});
export type GatewaySettings = z.infer<typeof GatewaySettings>;
