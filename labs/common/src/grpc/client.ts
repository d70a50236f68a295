// Asks another service, by its contract. Every call has a deadline. A call that is made for another one ends when that one
// does: it has what is left of its deadline, and its cancellation. UNAVAILABLE is repeated, under one idempotency key.

import {
  type CallOptions as GrpcOptions,
  type ChannelOptions,
  Client,
  Metadata,
} from "@grpc/grpc-js";
import type { MethodDefinition } from "@grpc/proto-loader";
import { backoffMs, pause } from "@blog/common/base/backoff";
import { newId } from "@blog/common/base/ids";
import { currentCause } from "@blog/common/messaging/cause";
import { noSpan, type StartCallSpan } from "./call-span.ts";
import {
  type Contract,
  loadDefinition,
  type Method,
  type RequestInput,
  type ResponseOf,
} from "./contract.ts";
import type { CallTimes } from "./metrics.ts";
import type { Call } from "./server.ts";
import { clientCredentials, type Tls } from "./settings.ts";
import { type Code, codeOf } from "./status.ts";

interface ClientOptions {
  /** How long a call may take, all its retries included. */
  deadlineMs?: number;
  /** How often a call is repeated that was answered with UNAVAILABLE. */
  retries?: number;
  tls?: Tls | undefined;
  times?: CallTimes;
  startSpan?: StartCallSpan | undefined;
}

interface CallOptions {
  /** The call that this one is made for. */
  parent?: Call;
  deadlineMs?: number;
  /** Of the request that is passed on. By default one is made for this call. */
  idempotencyKey?: string | undefined;
  /** For whom it is made: `Bearer <token>`. */
  authorization?: string | undefined;
}

/** Each method rejects with an error that has a status code (status.ts). */
export type GrpcClient<Of extends Contract> = {
  [Name in keyof Of["methods"]]: (
    request: RequestInput<Of["methods"][Name]>,
    options?: CallOptions,
  ) => Promise<ResponseOf<Of["methods"][Name]>>;
} & { close(): void };

const CHANNEL: ChannelOptions = {
  // By default grpc-js waits up to two minutes before it looks for a server that was away.
  "grpc.initial_reconnect_backoff_ms": 100,
  "grpc.min_reconnect_backoff_ms": 100,
  "grpc.max_reconnect_backoff_ms": 300,
  // A proxy for the web (http_proxy) knows nothing of our services.
  "grpc.enable_http_proxy": 0,
  // No question to DNS for settings of the channel: they are here.
  "grpc.service_config_disable_resolution": 1,
  // Calls take turns among all addresses of a name. By default all calls of a process stay on its first connection, and with
  // it at one pod.
  "grpc.service_config": JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  // By default the addresses of pods that have just started are not looked for within half a minute.
  "grpc.dns_min_time_between_resolutions_ms": 1000,
};

/** Does not wait until the server is there. `address` is host:port, where the host may have several addresses. */
export function connectGrpc<Of extends Contract>(
  contract: Of,
  address: string,
  { deadlineMs = 2000, retries = 2, tls, times, startSpan = noSpan }: ClientOptions = {},
): GrpcClient<Of> {
  const { service } = loadDefinition(contract);
  const channel = new Client(address, clientCredentials(tls), CHANNEL);

  async function call(
    name: string,
    request: unknown,
    options: CallOptions,
    traceparent: string | undefined,
  ): Promise<unknown> {
    // Methods of the contract: the loop below knows no others.
    const [method, definition] = [contract.methods[name]!, service[name]!];
    const deadline = Date.now() + (options.deadlineMs ?? deadlineMs);
    const metadata = metadataFor(method, options, traceparent);
    const { parent } = options;
    const grpcOptions = { deadline, ...(parent && { parent: parent.incoming }) };

    for (let attempt = 1; ; attempt += 1) {
      try {
        return await callOnce(channel, definition, request, metadata, grpcOptions);
      } catch (error) {
        const pauseMs = backoffMs(attempt, { firstMs: 100, maxMs: 500 });
        const mayRepeat = attempt <= retries && codeOf(error) === "UNAVAILABLE";
        if (!mayRepeat || parent?.signal.aborted || Date.now() + pauseMs >= deadline) throw error;
        await pause(pauseMs, parent?.signal);
      }
    }
  }

  async function observedCall(name: string, request: unknown, options: CallOptions) {
    const endTimer = times?.startTimer({ method: name });
    const { traceparent: cause } = currentCause();
    const { service: called } = contract;
    const span = startSpan({ side: "client", service: called, method: name, traceparent: cause });
    let code: Code = "OK";
    try {
      return await call(name, request, options, span.traceparent);
    } catch (error) {
      code = codeOf(error);
      throw error;
    } finally {
      endTimer?.({ code });
      span.end(code);
    }
  }

  const names = Object.keys(contract.methods);
  const methods = names.map((name) => [
    name,
    (request: unknown, options: CallOptions = {}) => observedCall(name, request, options),
  ]);
  // The methods are those of the contract, and protobuf has seen to it that each field has its type.
  return { ...Object.fromEntries(methods), close: () => channel.close() } as GrpcClient<Of>;
}

function metadataFor(
  { isWrite }: Method,
  { idempotencyKey, authorization }: CallOptions,
  traceparent: string | undefined,
): Metadata {
  const metadata = new Metadata();
  if (isWrite) metadata.set("idempotency-key", idempotencyKey ?? newId());
  if (authorization) metadata.set("authorization", authorization);
  if (traceparent) metadata.set("traceparent", traceparent);
  const { causationid, correlationid } = currentCause();
  if (causationid) metadata.set("ce-causationid", causationid);
  if (correlationid) metadata.set("ce-correlationid", correlationid);
  return metadata;
}

function callOnce(
  channel: Client,
  { path, requestSerialize, responseDeserialize }: MethodDefinition<object, object>,
  request: unknown,
  metadata: Metadata,
  options: GrpcOptions,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    channel.makeUnaryRequest(
      path,
      // A message of the contract is an object.
      (message: unknown) => requestSerialize(message as object),
      responseDeserialize,
      request,
      metadata,
      options,
      (error, response) => (error ? reject(error) : resolve(response)),
    );
  });
}
