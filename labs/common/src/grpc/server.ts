// Answers the calls of one contract. The story of a call, in order: count it → is there room → may this caller write → check
// the request → its handler → a response, or a status code. Handlers know nothing of gRPC but its status codes.

import {
  type sendUnaryData,
  Server,
  type ServerUnaryCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { ReflectionService } from "@grpc/reflection";
import type { Logger } from "@blog/common/base/logger";
import { parse } from "@blog/common/base/problem";
import type { Readiness } from "@blog/common/http/health";
import { type Cause, withCause } from "@blog/common/messaging/cause";
import type { Registry } from "prom-client";
import { noSpan, type StartCallSpan } from "./call-span.ts";
import { type Contract, loadDefinition, type RequestOf, type ResponseOf } from "./contract.ts";
import { startHealth } from "./health.ts";
import { addInFlight, createServerTimes } from "./metrics.ts";
import { serverCredentials, type Tls } from "./settings.ts";
import { type Code, codeOf, failure, toFailure } from "./status.ts";
import { addressOf, createWriteLimit } from "./write-limit.ts";

type GrpcCall = ServerUnaryCall<unknown, unknown>;

/** A call that is being answered. Handed on to the calls that are made for it (client.ts), which end when it does. */
export interface Call {
  /** The same in each retry of this call. */
  idempotencyKey?: string;
  /** For whom it is made: `Bearer <token>`, which the handler verifies. */
  authorization?: string;
  /** The event that it is made for, as the caller states it: to be believed of a caller that is known. */
  cause: Cause;
  /** Aborts when the caller waits no longer: it has cancelled, or its deadline is past. */
  signal: AbortSignal;
  incoming: GrpcCall;
}

export type Handlers<Of extends Contract> = {
  [Name in keyof Of["methods"]]: (
    request: RequestOf<Of["methods"][Name]>,
    call: Call,
  ) => Promise<ResponseOf<Of["methods"][Name]>>;
};

interface ServerOptions {
  /** Where it listens: host:port. With port 0 the system chooses one. */
  address: string;
  tls?: Tls | undefined;
  log: Logger;
  metrics: Registry;
  startSpan?: StartCallSpan | undefined;
  readiness?: Readiness;
  /** More calls at a time are refused at once, so that those in flight are answered in time. */
  maxInFlight?: number;
  /** By one address. */
  writesPerMinute?: number;
  /** How long the calls in flight may take to end when it stops. */
  graceMs?: number;
}

export interface GrpcServer {
  port: number;
  /** Takes no more calls, lets those in flight end, and then ends those that have not. */
  stop(): Promise<void>;
}

const MAX_MESSAGE_BYTES = 1024 * 1024;

/** Resolves when it listens. Ends the process with 1 when the port is taken. */
export async function startGrpcServer<Of extends Contract>(
  contract: Of,
  handlers: Handlers<Of>,
  options: ServerOptions,
): Promise<GrpcServer> {
  const { address, tls, log, readiness = new Map(), graceMs = 3000 } = options;
  const definition = loadDefinition(contract);
  const server = new Server({ "grpc.max_receive_message_length": MAX_MESSAGE_BYTES });
  server.addService(definition.service, implement(contract, handlers, options));
  new ReflectionService(definition.all).addToServer(server);
  const health = startHealth(server, contract.service, readiness);

  const bound = await new Promise<number>((resolve) =>
    server.bindAsync(address, serverCredentials(tls), (error, own) => {
      if (!error) return resolve(own);
      log.fatal({ err: error }, `${contract.service} cannot listen at ${address}`);
      process.exit(1);
    }),
  );
  log.info({ port: bound }, `${contract.service} listens on ${bound}`);

  return {
    port: bound,
    async stop() {
      health.stop();
      const timer = setTimeout(() => server.forceShutdown(), graceMs);
      await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      clearTimeout(timer);
    },
  };
}

function implement<Of extends Contract>(
  { service, methods }: Of,
  handlers: Handlers<Of>,
  { log, metrics, startSpan = noSpan, maxInFlight = 256, writesPerMinute = 600 }: ServerOptions,
): UntypedServiceImplementation {
  const times = createServerTimes(metrics);
  const mayWrite = createWriteLimit(writesPerMinute);
  let inFlight = 0;
  addInFlight(metrics, () => inFlight);

  async function answer(name: string, incoming: GrpcCall, cause: Cause): Promise<unknown> {
    // A method of the contract: the loop below knows no others.
    const method = methods[name]!;
    if (inFlight > maxInFlight)
      throw failure("RESOURCE_EXHAUSTED", `More than ${maxInFlight} calls at a time.`);
    if (method.isWrite && !mayWrite(addressOf(incoming.getPeer())))
      throw failure("RESOURCE_EXHAUSTED", `More than ${writesPerMinute} writes in a minute.`);
    const request = parse(method.request, incoming.request);
    // Each handler takes what its method's schema makes; TypeScript cannot follow a key through two maps.
    const handler = handlers[name] as (request: unknown, call: Call) => Promise<unknown>;
    return withCause(cause, () => handler(request, callOf(incoming)));
  }

  async function run(name: string, incoming: GrpcCall, respond: sendUnaryData<unknown>) {
    const endTimer = times.startTimer({ method: name });
    const sent = traceparentIn(incoming);
    const span = startSpan({ side: "server", service, method: name, traceparent: sent });
    const { traceparent } = span;
    const end = (code: Code) => {
      endTimer({ code });
      span.end(code);
    };
    inFlight += 1;
    try {
      const response = await answer(name, incoming, traceparent ? { traceparent } : {});
      end("OK");
      respond(null, response);
    } catch (error) {
      const ending = toFailure(error);
      const code = codeOf(ending);
      if (code === "INTERNAL") log.error({ err: error, method: name }, `${name} has failed`);
      end(code);
      respond(ending);
    } finally {
      inFlight -= 1;
    }
  }

  const names = Object.keys(methods);
  return Object.fromEntries(
    names.map((name) => [
      name,
      (incoming: GrpcCall, respond: sendUnaryData<unknown>) => void run(name, incoming, respond),
    ]),
  );
}

function callOf(incoming: GrpcCall): Call {
  let signal: AbortSignal | undefined;
  const idempotencyKey = textIn(incoming, "idempotency-key");
  if (idempotencyKey && idempotencyKey.length > 255)
    throw failure("INVALID_ARGUMENT", "idempotency-key: must have at most 255 characters.");
  const authorization = textIn(incoming, "authorization");
  return {
    ...(idempotencyKey && { idempotencyKey }),
    ...(authorization && { authorization }),
    cause: causeOf(incoming),
    // Made for those that ask: grpc-js ends each call with "cancelled", also one that was answered, and to abort costs as much
    // as to check the request.
    get signal() {
      return (signal ??= endOf(incoming));
    },
    incoming,
  };
}

function causeOf(incoming: GrpcCall): Cause {
  const traceparent = traceparentIn(incoming);
  const causationid = textIn(incoming, "ce-causationid");
  const correlationid = textIn(incoming, "ce-correlationid");
  return {
    ...(traceparent && { traceparent }),
    ...(causationid && { causationid }),
    ...(correlationid && { correlationid }),
  };
}

function endOf(incoming: GrpcCall): AbortSignal {
  if (incoming.cancelled) return AbortSignal.abort();
  const ended = new AbortController();
  incoming.on("cancelled", () => ended.abort());
  return ended.signal;
}

// https://www.w3.org/TR/trace-context/#traceparent-header-field-values. A malformed one starts a new trace, as the standard asks.
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/** The trace that the caller has begun: the events that are published for this call belong to it. */
function traceparentIn(incoming: GrpcCall): string | undefined {
  const traceparent = textIn(incoming, "traceparent");
  return traceparent && TRACEPARENT.test(traceparent) ? traceparent : undefined;
}

function textIn(incoming: GrpcCall, name: string): string | undefined {
  const [value] = incoming.metadata.get(name);
  return typeof value === "string" ? value : undefined;
}
