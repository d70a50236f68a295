// The gateway's settings, from the environment: its port, and where the services of its system are.

import { AllowedHosts, HttpUrl, Port, wholeNumber } from "@blog/common/base/settings";
import { z } from "zod";
import type { System, SystemService } from "../../infra/systems/system.ts";
import { urlVariable } from "../../infra/systems/variables.ts";

/** One URL, or those of several replicas, separated by commas. */
const HttpUrls = z
  .string()
  .transform((list) => list.split(","))
  .pipe(z.array(HttpUrl))
  .transform((urls) => urls.join(","));

/** Of the gateway of a system. */
export const gatewaySettings = ({ services }: System) =>
  z.object({
    // Such as "loopback, uniquelocal" behind an ingress: without it, all its visitors would share one rate limit.
    TRUSTED_PROXIES: z.string().optional(),
    PORT: Port.default(services.find(({ name }) => name === "client")?.port ?? 0),
    // Such as posts.com: a page that is known by another name is not ours.
    ALLOWED_HOSTS: AllowedHosts,
    ...urlsOf(services.filter(({ name }) => name !== "client")),
    // How long a request waits for a service that refuses connections: it may be being replaced.
    RESTART_WAIT_MS: wholeNumber(0, 25_000).default(5000),
    // For experiments on one's own machine: `npm start` sets both.
    LAB: z.enum(["0", "1"], "must be 0 or 1").default("0"),
    RUNNER_URL: HttpUrl.optional(),
    // Kubernetes sets it in each container: the page then names the commands of a cluster.
    KUBERNETES_SERVICE_HOST: z.string().optional(),
  });
export type GatewaySettings = z.infer<ReturnType<typeof gatewaySettings>>;

function urlsOf(services: SystemService[]) {
  return Object.fromEntries(
    services.map(({ name, port }) => {
      // The bus is one process.
      const Url = name === "event-bus" ? HttpUrl : HttpUrls;
      return [urlVariable(name), Url.default(`http://localhost:${port}`)];
    }),
  );
}
