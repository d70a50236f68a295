// The gateway: one address for a whole system. It holds the page, passes requests on to the services, and keeps nothing.

import { answerProblem } from "@blog/common/http/error-handler";
import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";
import { type AllowedHosts, mustBeOurName } from "@blog/common/http/web-pages";
import type { Express } from "express";
import { compressAnswers } from "./compressed-answers.ts";
import type { OpenStreams } from "./open-streams.ts";
import { addAssets, addPage, type SystemOnPage } from "./page.ts";
import { addLabDoor } from "./lab-door.ts";
import type { Route } from "../../infra/systems/system.ts";
import { createProxy } from "./proxy.ts";
import type { ServiceUrls } from "./routes.ts";
import { refuseForeignWrites } from "./same-origin.ts";
import { securityHeaders } from "./security-headers.ts";
import type { StatusReport } from "./status-report.ts";
import { addStatusRoute } from "./status-route.ts";

// A browser sends the cookies of every program that was ever used at "localhost", whatever its port. The services behind
// need none of them and take less (forwarded-request.ts).
const MAX_HEADER_BYTES = 64 * 1024;

export interface GatewayParts {
  system: SystemOnPage;
  routes: readonly Route[];
  urls: ServiceUrls;
  hasLab?: boolean;
  /** It runs in Kubernetes: the page names the commands of a cluster. */
  isCluster?: boolean;
  /** A request waits so long for a service that refuses connections. None by default. */
  restartWaitMs?: number;
  checkStatus(): Promise<StatusReport>;
  streams: OpenStreams;
  /** Proxies before the gateway, as Express names them: trusted for the address of the caller. None by default. */
  trustedProxies?: string | undefined;
  /** Host names that browsers may use for the blog, besides those that no other party can own. */
  allowedHosts?: AllowedHosts | undefined;
}

export function createGateway(
  parts: GatewayParts,
  pageFolder: string,
  options: ServiceOptions = {},
): Service {
  return createService("client", {
    ...options,
    maxHeaderBytes: MAX_HEADER_BYTES,
    internalRoutes(app) {
      trustProxies(app, parts);
      app.use(securityHeaders());
      addAssets(app, pageFolder);
      app.use(compressAnswers());
      addGatewayRoutes(app, parts);
      addPage(app, pageFolder, parts);
    },
  });
}

function trustProxies(app: Express, { trustedProxies = "" }: GatewayParts): void {
  app.set("trust proxy", trustedProxies || false);
}

/** Everything but the page, which in development comes from Vite. */
export function addGatewayRoutes(app: Express, parts: GatewayParts): void {
  const {
    routes,
    urls,
    hasLab = false,
    isCluster = false,
    checkStatus,
    streams,
    allowedHosts,
  } = parts;
  const { restartWaitMs = 0 } = parts;
  app.use((req, _res, next) => {
    mustBeOurName(req, allowedHosts);
    next();
  }, refuseForeignWrites);
  addLabDoor(app, { hasLab, isCluster });
  addStatusRoute(app, { check: checkStatus, streams });
  app.use(createProxy({ routes, urls, streams, hasLab, restartWaitMs }), answerProblem);
}
