// POST /events, the entrance for other services: one place that refuses, limits, answers and counts requests of any
// transport. HTTP is here; frames over a persistent connection are in ../speed/over-frames.ts.

import type { Express } from "express";
import type { IncomingHttpHeaders, IncomingMessage, Server } from "node:http";
import type { Logger } from "../base/logger.ts";
import { Problem } from "../base/problem.ts";
import { asProblem, logProblem } from "../http/error-handler.ts";
import { hardeningHeaders } from "../http/hardening.ts";
import type { RequestTimes } from "../http/metrics.ts";
import { readBody } from "../http/raw-body.ts";
import { type AllowedHosts, mayComeFromWebPage, refuseWebPages } from "../http/web-pages.ts";
import { BATCH_TYPE, type Header, mediaTypeOf } from "./cloud-events.ts";
import { reasonHeader } from "./refusal-reason.ts";

/** What is done with the events of a request. The limits and the errors are the endpoint's, not its own. */
export interface EventHandler {
  /** The body of the answer when all is done. */
  done: string;
  /** A client of this name (User-Agent) has opened a persistent connection. */
  connected?: ((client: string) => void) | undefined;
  /** Resolves with further headers of the answer once all is done; throws a Problem when it is not. */
  handle(header: Header, body: Buffer): Promise<Record<string, string>>;
}

export interface EndpointAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface EventEndpoint {
  path: string;
  maxBodyBytes: number;
  /** Whether a request with these headers may come from another service, not from a web page. */
  mayConnect(headers: IncomingHttpHeaders): boolean;
  connected(client: string): void;
  /** Never rejects: a failure is an answer too. `read` is given the largest size of the body, in bytes. */
  answer(header: Header, read: (maxBytes: number) => Promise<Buffer>): Promise<EndpointAnswer>;
}

/** Another transport for an endpoint than HTTP, on the same port. */
export interface EndpointTransport {
  /** Headers of HTTP answers that offer it to a client. */
  offer: Record<string, string>;
  /** Whether this request asks for it. */
  isAskedFor(req: IncomingMessage): boolean;
  accept(server: Server, endpoint: EventEndpoint): PersistentConnections;
  /**
   * For a client of the endpoint at `url`. Opens nothing before a server has offered it. `identity` are headers that name the
   * client.
   */
  connect(url: string, timeoutMs: number, identity?: Record<string, string>): PersistentConnection;
}

/** A client's side of it. */
export interface PersistentConnection {
  /** Whether `ask` can be called now. Otherwise HTTP is used. */
  isOpen(): boolean;
  /**
   * Resolves with the response, in the order of the requests. Rejects with code ECONNRESET when the connection ends before it,
   * and with ETIMEDOUT when it takes too long: either way the request may have been handled.
   */
  ask(headers: Record<string, string>, body: string | Buffer): Promise<EndpointResponse>;
  /** Opens the connection, if there is none and the headers of this HTTP answer offer one. */
  consider(header: Header): void;
  close(): void;
}

/** A response, as far as a client needs it. */
export interface EndpointResponse {
  status: number;
  header: Header;
  text: string;
}

export interface PersistentConnections {
  /** Ends each connection as soon as nothing is left to be answered on it. */
  end(): void;
  /** Cuts them all. */
  destroy(): void;
}

interface Surroundings {
  log: Logger;
  times: RequestTimes;
  allowedHosts?: AllowedHosts | undefined;
}

// As much as an original bus takes, and sends on.
export const MAX_EVENT_BYTES = 100 * 1024;
// Room for a full batch.
const MAX_BATCH_BYTES = 8 * 1024 * 1024;

export function createEventEndpoint(
  path: string,
  { done, connected, handle }: EventHandler,
  { log, times, allowedHosts }: Surroundings,
): EventEndpoint {
  const refuseWebPage = refuseWebPages(allowedHosts);

  return {
    path,
    maxBodyBytes: MAX_BATCH_BYTES,
    mayConnect: (headers) => !mayComeFromWebPage(headers, allowedHosts),
    connected: (client) => connected?.(client),

    async answer(header, read) {
      const stop = times.startTimer({ method: "POST", route: path });
      const answer = await handleOne(header, read).catch(refuse);
      stop({ status: answer.status });
      return answer;
    },
  };

  async function handleOne(
    header: Header,
    read: (maxBytes: number) => Promise<Buffer>,
  ): Promise<EndpointAnswer> {
    // Before anything else is looked at: a page learns nothing but that.
    refuseWebPage(
      { headers: { origin: header("origin"), host: header("host") } },
      undefined,
      () => {},
    );
    const headers = await handle(header, await read(maxBytesOf(header)));
    return { status: 200, headers: { "content-type": JSON_TYPE, ...headers }, body: done };
  }

  // The bus reads no bodies of answers, so the reason is in a header, too.
  function refuse(error: unknown): EndpointAnswer {
    const problem = asProblem(error);
    logProblem(log, problem, { request: `POST ${path}`, error });
    const headers = { "content-type": PROBLEM_TYPE, ...reasonHeader(problem), ...problem.headers };
    return { status: problem.status, headers, body: JSON.stringify(problem) };
  }
}

const JSON_TYPE = "application/json; charset=utf-8";
const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/** Throws a 415 Problem for what is no event. */
export function maxBytesOf(header: Header): number {
  const type = mediaTypeOf(header);
  if (type === "application/json") return MAX_EVENT_BYTES;
  if (type === BATCH_TYPE) return MAX_BATCH_BYTES;
  throw new Problem(415, `Events come as application/json or ${BATCH_TYPE}.`);
}

/**
 * The endpoint over HTTP. Stands before all other middleware, so that an event costs no more than it must; `always` are
 * headers of each answer.
 */
export function overExpress(
  app: Express,
  endpoint: EventEndpoint,
  always: Record<string, string> = {},
): void {
  const common = { ...hardeningHeaders(), ...always };
  app.post(endpoint.path, async (req, res) => {
    const { status, headers, body } = await endpoint.answer(
      (name) => req.get(name),
      (maxBytes) => readBody(req, res, maxBytes),
    );
    const length = { "content-length": String(Buffer.byteLength(body)) };
    res.writeHead(status, { ...common, ...headers, ...length }).end(body);
  });
}
