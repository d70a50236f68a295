// One try to deliver: an HTTP POST to one subscriber, over one connection that is kept. Answers are looked at, never read:
// a subscriber may send back anything of any length, and costs the bus nothing.

import { BATCH_TYPE, toHeaders } from "@blog/common/wire/cloud-events";
import { CONNECT_TIMEOUT_MS } from "@blog/common/base/connect-timeout";
import type { EndpointTransport } from "@blog/common/wire/event-endpoint";
import { readReason, REASON_HEADER } from "@blog/common/wire/refusal-reason";
import { signDelivery } from "@blog/common/wire/signed-delivery";
import { Client } from "undici";
import type { Answer } from "@blog/common/delivery/answer";
import { openBareConnection } from "./bare-connection.ts";
import { type Looked, lookAtAnswer } from "./look-at-answer.ts";
import type { DeliveryRequest } from "./next-request.ts";
import { toPlaceHeader, type DeliveryPosition } from "./place.ts";
import { attributesOf, toBody, toCloudEventJson, toHex } from "../log/stored-event.ts";

/** One request: the events, the place in the log that they follow, and the number of the attempt. */
export interface OutgoingDelivery extends DeliveryRequest, DeliveryPosition {
  attempt: number;
}

export interface Transport {
  /** Never rejects: a failure is an answer too. */
  deliver(delivery: OutgoingDelivery): Promise<Answer>;
  /** Whether the subscriber is there, without an event. Undefined when it is, or the failure to connect. Never rejects. */
  lookForSubscriber?(): Promise<{ error: Error } | undefined>;
  /** Asked before each request: so many events at most, if it is a number. */
  maxEvents?(): number | undefined;
  close(): Promise<void>;
}

interface TransportOptions {
  secret?: string | undefined;
  /** For an answer. */
  timeoutMs: number;
  /** Another transport than HTTP, used where the subscriber offers it. */
  upgrade?: EndpointTransport | undefined;
}

export function createHttpTransport(
  url: string,
  { secret, timeoutMs, upgrade }: TransportOptions,
): Transport {
  const { origin, pathname, search } = new URL(url);
  const connectTimeout = Math.min(timeoutMs, CONNECT_TIMEOUT_MS);
  const faster = upgrade?.connect(origin + pathname, timeoutMs);
  const connection = new Client(origin, { connectTimeout });

  async function askOverHttp(headers: Record<string, string>, body: string): Promise<Looked> {
    const times = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
    const request = { method: "POST", path: pathname + search, headers, body, ...times };
    const answer = await lookAtAnswer(connection, request, timeoutMs);
    faster?.consider(answer.header);
    return answer;
  }

  return {
    async deliver(delivery) {
      try {
        const body = toRequestBody(delivery);
        const headers = toRequestHeaders(delivery);
        const id = delivery.events[0]?.id ?? `probe-${delivery.previous}`;
        const signed = { ...headers, ...(secret && signDelivery(secret, { id, headers, body })) };
        const ask = faster?.isOpen() ? faster.ask : askOverHttp;
        const { status, header } = await ask(signed, body);
        return {
          status,
          accepts: header("event-bus-accepts"),
          resumeAfter: header("event-bus-resume-after"),
          checksum: header("event-bus-checksum"),
          retryAfter: header("retry-after"),
          effects: header("event-bus-effects"),
          detail: readReason(header(REASON_HEADER)),
        };
      } catch (error) {
        return toFailure(error);
      }
    },

    lookForSubscriber: () =>
      openBareConnection(new URL(url), connectTimeout).then(() => undefined, toFailure),

    async close() {
      faster?.close();
      await connection.destroy();
    },
  };
}

function toFailure(error: unknown): { error: Error } {
  return { error: error instanceof Error ? error : new Error(String(error)) };
}

function toRequestBody({ events, asBatch }: DeliveryRequest): string {
  return asBatch ? `[${events.map(toCloudEventJson).join(",")}]` : toBody(events[0]!);
}

function toRequestHeaders(request: OutgoingDelivery): Record<string, string> {
  const headers: Record<string, string> = {
    "content-type": request.asBatch ? BATCH_TYPE : "application/json",
    "event-bus-log": request.log,
    "event-bus-previous": String(request.previous),
    "event-bus-attempt": String(request.attempt),
  };
  if (request.previousChecksum) headers["event-bus-previous-checksum"] = request.previousChecksum;
  if (request.confirmed) headers["event-bus-confirmed"] = toPlaceHeader(request.confirmed);
  if (request.resetFrom) headers["event-bus-start-over"] = toPlaceHeader(request.resetFrom);
  if (request.redelivery) headers["event-bus-redelivery"] = "true";
  if (request.asBatch) return headers;
  const event = request.events[0]!;
  return {
    ...headers,
    ...toHeaders({ ...attributesOf(event), type: event.type }),
    "event-bus-position": String(event.position),
    "event-bus-checksum": toHex(event.checksum),
  };
}
