// What all services have in common around their own routes. The story of a request, in order:
// (the quick ways, which count for themselves) → count it → log it → harden the answer → health → events from the bus → CORS →
// limits → body → routes → problem+json.

import cors from "cors";
import express, { type Express } from "express";
import { rateLimit } from "express-rate-limit";
import { pinoHttp } from "pino-http";
import { continueTrace } from "../observability/continue-trace.ts";
import type { Inbox } from "../wire/delivery.ts";
import { answerNotFound, answerProblem, sendProblem } from "./error-handler.ts";
import { addEventsRoute } from "../wire/events-route.ts";
import { createFrameRoute } from "../speed/frame-route.ts";
import type { FrameRoute } from "../speed/frame-server.ts";
import { harden } from "./hardening.ts";
import { addHealthRoutes, type Readiness } from "./health.ts";
import { readJsonBody } from "./json-body.ts";
import { createLogger, type Logger } from "../base/logger.ts";
import { createRequestTimes, Registry, type RequestTimes, timeRequests } from "./metrics.ts";
import { Problem } from "../base/problem.ts";
import { quickDeliveries } from "../speed/quick-deliveries.ts";
import { addQuickRoute, type QuickRoute } from "../speed/quick-route.ts";
import { countUnsent } from "./unsent-bytes.ts";
import { traceRequests } from "../observability/trace-requests.ts";
import type { AllowedHosts } from "./web-pages.ts";

/** What a page from elsewhere may read of an answer, besides what it always may. */
export const EXPOSED_HEADERS = ["ETag", "Link", "Retry-After"];

/** What a service is told from outside; the same for each of them. */
export interface ServiceOptions {
  /** Shared with the bus: then only signed deliveries are taken. */
  secret?: string | undefined;
  /** Names by which web pages may know the service, besides those that no stranger can own. */
  allowedHosts?: AllowedHosts | undefined;
  /** Public writes (POST) allowed per minute and address. */
  writesPerMinute?: number;
  /** Routes for the operator or a developer, such as /api-docs: no CORS, no limits. */
  operatorRoutes?(app: Express): void;
}

interface ServiceParts<Hears> extends ServiceOptions {
  /** The public routes. JSON bodies are parsed already. */
  routes?(app: Express): void;
  /** What comes before all that, and counts what it answers. It is left out where each request is to be logged. */
  quickRoutes?(app: Express, times: RequestTimes): void;
  /** The same for POST /events, also as frames. Where events are heard, that is how. */
  quickEvents?: QuickRoute;
  /** Routes that only other services call: no CORS, no limits, bodies as they are. */
  internalRoutes?(app: Express): void;
  /** Where events are heard, if they are. */
  inbox?: Hears;
  /** All headers of a request together, where that may be more than elsewhere (http-server.ts). */
  maxHeaderBytes?: number;
}

export interface Service<Hears = unknown> {
  name: string;
  app: Express;
  log: Logger;
  metrics: Registry;
  inbox: Hears;
  /** GET /readyz answers 503 while one of these is not met. */
  readiness: Readiness;
  /** Takes events on a lasting connection as well. */
  frames?: FrameRoute;
  maxHeaderBytes?: number | undefined;
}

export function createService<Hears extends Inbox | undefined = undefined>(
  name: string,
  parts: ServiceParts<Hears>,
): Service<Hears> {
  const { routes, quickRoutes, internalRoutes, inbox, secret, writesPerMinute } = parts;
  const { allowedHosts } = parts;
  const app = express();
  const log = createLogger(name);
  const metrics = new Registry();
  const readiness: Readiness = new Map();
  const deliveries = inbox && quickDeliveries({ inbox, secret });
  const quick = log.isLevelEnabled("debug") ? undefined : (parts.quickEvents ?? deliveries);

  app.disable("x-powered-by");
  // The gateway and the cluster's proxies stand before us; only those nearby are believed about the caller's address.
  app.set("trust proxy", "loopback, linklocal, uniquelocal");
  const times = createRequestTimes(metrics);
  if (!log.isLevelEnabled("debug")) quickRoutes?.(app, times);
  if (quick) addQuickRoute(app, quick, { times, allowedHosts });
  app.use(timeRequests(times));
  app.use(pinoHttp({ logger: log, useLevel: "debug" }), harden, traceRequests);

  addHealthRoutes(app, readiness, metrics);
  parts.operatorRoutes?.(app);
  if (inbox) addEventsRoute(app, { inbox, secret, allowedHosts });
  internalRoutes?.(app);
  if (routes) {
    // Before the body parser: a page must be able to read the 400 for its malformed JSON.
    app.use(cors({ exposedHeaders: EXPOSED_HEADERS }));
    app.post(/.*/, limitWrites(writesPerMinute));
    app.use(readJsonBody, continueTrace, countUnsent());
    routes(app);
  }

  app.use(answerNotFound, answerProblem);
  // Without an inbox, `Hears` is undefined by default.
  return {
    ...{ name, app, log, metrics, readiness, inbox: inbox as Hears },
    maxHeaderBytes: parts.maxHeaderBytes,
    ...(quick && { frames: createFrameRoute(quick, { log, times, allowedHosts }) }),
  };
}

function limitWrites(writesPerMinute = 600) {
  return rateLimit({
    windowMs: 60_000,
    limit: writesPerMinute,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    // Its checks are of settings, but are made with the first odd header of a stranger, and print to stderr.
    validate: false,
    handler(_req, res) {
      sendProblem(
        res,
        new Problem(429, "Too many new posts or comments from here: please wait a minute."),
      );
    },
  });
}
