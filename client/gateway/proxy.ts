// Passes requests on to the service that the table of routes names, and streams the answer back.

import "./quiet-http-proxy.ts";
import type { ClientRequest, IncomingMessage } from "node:http";
import { sendProblem } from "@blog/common/http/error-handler";
import { Problem } from "@blog/common/base/problem";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { createProxyMiddleware } from "http-proxy-middleware";
import { endHopByHop, endHopByHopOf, introduce } from "./forwarded-request.ts";
import type { OpenStreams } from "./open-streams.ts";
import { labDestination } from "./lab-routes.ts";
import { createReplicas } from "./replicas.ts";
import { createRestartWait } from "./restart-wait.ts";
import type { Route } from "../../infra/systems/system.ts";
import { createRouting, type Destination, type ServiceUrls } from "./routes.ts";
import {
  type Connections,
  connectWithin,
  freshConnections,
  hasBody,
  holdBody,
  isBodyHeld,
  isOfCertificate,
  isRead,
  keptConnections,
  sendHead,
  wasLostOnKeptConnection,
  wasNeverSent,
  wasReset,
} from "./upstream.ts";

interface ProxyParts {
  routes: readonly Route[];
  urls: ServiceUrls;
  hasLab?: boolean;
  streams: OpenStreams;
  /** A service that is silent for longer is given up. Query sends a sign of life on its streams every 10 seconds. */
  silenceMs?: number;
  /** A service that has not taken the connection by then is given up. */
  connectMs?: number;
  /** A request waits so long for a service that refuses connections, as one does that is being replaced. */
  restartWaitMs?: number;
}

/** A service that takes a connection and refuses the next, again and again, is not waited for without end. */
const MAX_WAITS = 3;

export function createProxy({
  routes,
  urls,
  streams,
  hasLab = false,
  silenceMs = 30_000,
  connectMs = 2000,
  restartWaitMs = 0,
}: ProxyParts): RequestHandler[] {
  const destinations = new WeakMap<IncomingMessage, Destination>();
  const sent = new WeakMap<IncomingMessage, ClientRequest>();
  const serviceFor = createRouting(routes);
  const choose = createReplicas(urls);
  const targets = new WeakMap<IncomingMessage, string>();
  const waits = new WeakMap<IncomingMessage, number>();
  const restarts = createRestartWait(restartWaitMs);

  const address: RequestHandler = (req, _res, next) => {
    const { method, path } = req;
    const service = serviceFor(method, path);
    const found = service ? { service, path } : labDestination(req, { urls, hasLab });
    if (found && urls[found.service] !== undefined) {
      destinations.set(req, found);
      // The same address, unless it is another one there.
      if (found.path !== path) req.url = found.path + (/\?.*/.exec(req.url)?.[0] ?? "");
    }
    next();
  };
  const serviceOf = (req: IncomingMessage) => destinations.get(req)?.service ?? "";

  const passBy = (connections: Connections, protocol: keyof Connections) =>
    createProxyMiddleware<Request, Response>({
      // Never used: the router always knows where to.
      target: "http://localhost",
      pathFilter: (_path, req) => destinations.has(req),
      async router(req) {
        const target = await choose(serviceOf(req));
        targets.set(req, target);
        return target;
      },
      agent: connections[protocol],
      changeOrigin: true,
      on: {
        proxyReq(proxyReq, req, res) {
          sent.set(req, proxyReq);
          introduce(proxyReq, req);
          const isKept = connections === keptConnections;
          proxyReq.setHeader("connection", isKept ? "keep-alive" : "close");
          connectWithin(proxyReq, connectMs);
          adapt(proxyReq, destinations.get(req));
          if (isBodyHeld(req)) sendHead(proxyReq);
          proxyReq.setTimeout(silenceMs, () => proxyReq.destroy(new SilenceError()));
          // A client that disconnects cancels the request. A finished one has returned its connection already.
          res.once("close", () => res.writableFinished || proxyReq.destroy());
        },

        proxyRes(proxyRes, req, res) {
          restarts.hasAnswered(targets.get(req) ?? "");
          endHopByHopOf(proxyRes);
          withoutCors(proxyRes);
          const isStream =
            proxyRes.headers["content-type"]?.startsWith("text/event-stream") ?? false;
          if (isStream) streams.add(res);
          // Once the proxy has copied the headers, and before it sends them with the first bytes.
          process.nextTick(() => {
            // Whether the caller's connection is kept is for our own server to decide: not while it drains.
            if (!res.headersSent)
              res.setHeader("connection", res.shouldKeepAlive ? "keep-alive" : "close");
            // Without this the client gets the headers of the stream with its first event only.
            if (isStream) res.flushHeaders();
          });
          // The service died in mid-answer: a stream ends (and is opened anew), anything else must not look complete.
          proxyRes.once("close", () => {
            if (proxyRes.complete || res.destroyed) return;
            if (isStream) res.end();
            else res.destroy();
          });
        },

        error(error, req, res) {
          if (!("req" in res)) return;
          if (res.headersSent || res.destroyed) return;
          if (isRead(req) && wasLostOnKeptConnection(sent.get(req), error))
            return void sendAfresh(req, res);
          void sendAgainOrRefuse(req, res, error);
        },
      },
    });
  async function sendAgainOrRefuse(req: Request, res: Response, error: Error): Promise<void> {
    const canBeSent = await canBeSentAgain(req, error);
    if (res.headersSent || res.destroyed) return;
    if (canBeSent) return void sendAfresh(req, res);
    sendProblem(res, problemOf(error, serviceOf(req)));
  }

  async function canBeSentAgain(req: IncomingMessage, error: Error): Promise<boolean> {
    const count = waits.get(req) ?? 0;
    const isHarmless = wasNeverSent(error) || isBodyHeld(req) || (isRead(req) && wasReset(error));
    if (!isHarmless || destinations.get(req)?.isLab || count === MAX_WAITS) return false;
    waits.set(req, count + 1);
    return restarts.untilBack(targets.get(req) ?? "");
  }
  // The replicas of a service have one protocol.
  const byProtocol = (connections: Connections) => {
    const http = passBy(connections, "http");
    const https = passBy(connections, "https");
    return (req: Request, res: Response, next?: NextFunction) =>
      (urls[serviceOf(req)]?.startsWith("https:") ? https : http)(req, res, next);
  };
  const keep = byProtocol(keptConnections);
  const sendAfresh = byProtocol(freshConnections);
  const pass: RequestHandler = (req, res, next) => {
    if (isRead(req)) return keep(req, res, next);
    if (hasBody(req)) holdBody(req);
    return sendAfresh(req, res, next);
  };
  return [endHopByHop, address, pass];
}

class SilenceError extends Error {}

function problemOf(error: NodeJS.ErrnoException, service: string): Problem {
  const options = { headers: { "retry-after": "1" } };
  if (wasNeverSent(error))
    return new Problem(503, `The ${service} service cannot be reached right now.`, options);
  if (error instanceof SilenceError)
    return new Problem(504, `The ${service} service did not answer in time.`);
  if (isOfCertificate(error))
    return new Problem(
      502,
      `The certificate of the ${service} service is not trusted here: NODE_EXTRA_CA_CERTS can name its authority.`,
    );
  return new Problem(502, `The ${service} service broke off before it answered.`);
}

function adapt(proxyReq: ClientRequest, destination: Destination | undefined): void {
  // Whether a page may ask was decided here; behind, no page may.
  if (destination?.isLab) proxyReq.removeHeader("origin");
  for (const [name, value] of Object.entries(destination?.headers ?? {}))
    proxyReq.setHeader(name, value);
}

// The services allow every origin, for clients that call them directly. Behind the gateway there is one origin.
function withoutCors({ headers }: IncomingMessage): void {
  for (const name of Object.keys(headers)) {
    if (name.startsWith("access-control-")) delete headers[name];
  }
}
