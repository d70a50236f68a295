// The gateway's settings, from the environment: its port, and where the services are.

import { AllowedHosts, HttpUrl, Port, wholeNumber } from "@blog/common/base/settings";
import { z } from "zod";

/** One URL, or those of several replicas, separated by commas. */
const HttpUrls = z
  .string()
  .transform((list) => list.split(","))
  .pipe(z.array(HttpUrl))
  .transform((urls) => urls.join(","));

export const GatewaySettings = z.object({
  // Such as "loopback, uniquelocal" behind an ingress: without it, all its visitors would share one rate limit.
  TRUSTED_PROXIES: z.string().optional(),
  PORT: Port.default(3000),
  // Such as posts.com: a page that is known by another name is not ours.
  ALLOWED_HOSTS: AllowedHosts,
  POSTS_URL: HttpUrls.default("http://localhost:4000"),
  COMMENTS_URL: HttpUrls.default("http://localhost:4001"),
  QUERY_URL: HttpUrls.default("http://localhost:4002"),
  MODERATION_URL: HttpUrls.default("http://localhost:4003"),
  EVENT_BUS_URL: HttpUrl.default("http://localhost:4005"),
  // How long a request waits for one of posts, comments and query that refuses connections: it may be being replaced.
  RESTART_WAIT_MS: wholeNumber(0, 25_000).default(5000),
  // For experiments on one's own machine: `npm start` sets both.
  LAB: z.enum(["0", "1"], "must be 0 or 1").default("0"),
  RUNNER_URL: HttpUrl.optional(),
  // Kubernetes sets it in each container: the page then names the commands of a cluster.
  KUBERNETES_SERVICE_HOST: z.string().optional(),
});
export type GatewaySettings = z.infer<typeof GatewaySettings>;
