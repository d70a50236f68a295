// What all services have in common around their own routes. The story of a request, in order:
// POST /events, which does all that itself → count it → log it → harden the answer → health → CORS → limits → body → routes →
// problem+json.

import cors from "cors";
import express, { type Express, type RequestHandler } from "express";
import { rateLimit } from "express-rate-limit";
import { pinoHttp } from "pino-http";
import { continueTrace } from "./continue-trace.ts";
import type { Inbox } from "../wire/delivery.ts";
import { answerNotFound, answerProblem, sendProblem } from "./error-handler.ts";
import { createDeliveryHandler } from "../wire/delivery-handler.ts";
import {
  createEventEndpoint,
  type EndpointTransport,
  type EventEndpoint,
  type EventHandler,
  overExpress,
} from "../wire/event-endpoint.ts";
import { harden } from "./hardening.ts";
import { addHealthRoutes, type Readiness } from "./health.ts";
import type { Instrumentation } from "./instrumentation.ts";
import { readJsonBody } from "./json-body.ts";
import { createLogger, type Logger } from "../base/logger.ts";
import { createRequestTimes, Registry, type RequestTimes, timeRequests } from "./metrics.ts";
import { Problem } from "../base/problem.ts";
import { countUnsent } from "./unsent-bytes.ts";
import { type AllowedHosts, refuseWebPages } from "./web-pages.ts";

/** What a page from elsewhere may read of an answer, besides what it always may. */
export const EXPOSED_HEADERS = ["ETag", "Link", "Retry-After"];

/** What main.ts passes in; the same for each service. */
export interface ServiceOptions {
  /** Shared with the bus: then only signed deliveries are taken. */
  secret?: string | undefined;
  /** Names by which web pages may know the service, besides those that no stranger can own. */
  allowedHosts?: AllowedHosts | undefined;
  /** Public writes (POST) allowed per minute and address. */
  writesPerMinute?: number;
  /** Routes for the operator or a developer, such as /api-docs: no CORS, no limits. */
  operatorRoutes?(app: Express): void;
  /**
   * Routes mounted before the middleware; they record their own metrics. Left out where each request is to be logged or
   * observed.
   */
  fastRoutes?(app: Express, times: RequestTimes): void;
  /** Another transport for POST /events besides HTTP, on the same port. */
  upgrade?: EndpointTransport;
  instrumentation?: Instrumentation | undefined;
}

interface ServiceParts<InboxType> extends ServiceOptions {
  /** The public routes. JSON bodies are parsed already. */
  routes?(app: Express): void;
  /** What is done with POST /events. By default, the inbox receives them. */
  events?: EventHandler;
  /** Routes that only other services call: no CORS, no limits, bodies as they are. */
  internalRoutes?(app: Express): void;
  /** Where events are received, if they are. */
  inbox?: InboxType;
  /** All headers of a request together, where that may be more than elsewhere (http-server.ts). */
  maxHeaderBytes?: number;
}

export interface Service<InboxType = unknown> {
  name: string;
  app: Express;
  log: Logger;
  metrics: Registry;
  inbox: InboxType;
  /** GET /readyz answers 503 while one of these is not met. */
  readiness: Readiness;
  /** POST /events, where there is one, and the transport it has besides HTTP. */
  endpoint?: EventEndpoint | undefined;
  upgrade?: EndpointTransport | undefined;
  instrumentation?: Instrumentation | undefined;
  maxHeaderBytes?: number | undefined;
}

export function createService<InboxType extends Inbox | undefined = undefined>(
  name: string,
  parts: ServiceParts<InboxType>,
): Service<InboxType> {
  const { routes, fastRoutes, internalRoutes, secret, writesPerMinute } = parts;
  const { allowedHosts, upgrade, instrumentation } = parts;
  const inbox = parts.inbox && (instrumentation?.inbox(parts.inbox) ?? parts.inbox);
  const app = express();
  const log = createLogger(name);
  const metrics = new Registry();
  const readiness: Readiness = new Map();
  const isEachLogged = log.isLevelEnabled("debug");
  // A logger for each request is a tenth of what a write costs here. At other levels only failures are logged.
  const logRequests: RequestHandler = isEachLogged
    ? pinoHttp({ logger: log, useLevel: "debug" })
    : (req, _res, next) => {
        req.log = log;
        next();
      };
  const times = createRequestTimes(metrics);
  const events = parts.events ?? (inbox && createDeliveryHandler({ inbox, secret }));
  const endpoint = events && createEventEndpoint("/events", events, { log, times, allowedHosts });

  app.disable("x-powered-by");
  // The gateway and the cluster's proxies stand before us; only those nearby are believed about the caller's address.
  app.set("trust proxy", "loopback, linklocal, uniquelocal");
  if (isEachLogged) app.use(logRequests);
  else if (!instrumentation) fastRoutes?.(app, times);
  if (endpoint) overExpress(app, endpoint, upgrade?.offer);
  app.use(timeRequests(times));
  if (!isEachLogged) app.use(logRequests);
  app.use(harden);
  if (instrumentation) app.use(instrumentation.requests);

  addHealthRoutes(app, readiness, metrics);
  parts.operatorRoutes?.(app);
  // For every other method: a page's preflight request (OPTIONS) must not be allowed.
  if (inbox) app.all("/events", refuseWebPages(allowedHosts));
  internalRoutes?.(app);
  if (routes) {
    // Before the body parser: a page must be able to read the 400 for its malformed JSON.
    app.use(cors({ exposedHeaders: EXPOSED_HEADERS }));
    app.post(/.*/, limitWrites(writesPerMinute));
    app.use(readJsonBody, continueTrace, countUnsent());
    routes(app);
  }

  app.use(answerNotFound, answerProblem);
  // Without an inbox, `InboxType` is undefined by default.
  return {
    ...{ name, app, log, metrics, readiness, inbox: inbox as InboxType },
    maxHeaderBytes: parts.maxHeaderBytes,
    ...{ endpoint, upgrade, instrumentation },
  };
}

function limitWrites(writesPerMinute = 600) {
  return rateLimit({
    windowMs: 60_000,
    limit: writesPerMinute,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    // express-rate-limit validates its configuration on the first request and writes to stderr; ours is fixed, so skip it.
    validate: false,
    handler(_req, res) {
      sendProblem(res, new Problem(429, "Too many writes from here: please wait a minute."));
    },
  });
}
