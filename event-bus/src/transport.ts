// One try to deliver: an HTTP POST to one subscriber, over one connection that is kept. Answers are looked at, never read:
// a subscriber may send back whatever it likes, as long as it likes, and costs the bus nothing.

import { BATCH_TYPE, toHeaders } from "@blog/common/cloud-events";
import { sign } from "@blog/common/signature";
import { Pool } from "undici";
import type { Answer } from "./answer.ts";
import { attributesOf, type StoredEvent, toBody, toCloudEventJson } from "./stored-event.ts";

export interface DeliveryRequest {
  /** None is a question: does what you know still fit what I have sent? Only for subscribers that take batches. */
  events: StoredEvent[];
  asBatch: boolean;
  log: string;
  previous: number;
  attempt: number;
  redelivery?: true;
}

export interface Transport {
  /** Never rejects: a failure is an answer too. */
  deliver(request: DeliveryRequest): Promise<Answer>;
  close(): Promise<void>;
}

interface TransportOptions {
  secret?: string | undefined;
  timeoutMs: number;
}

export function createHttpTransport(
  url: string,
  { secret, timeoutMs }: TransportOptions,
): Transport {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections: 1, connectTimeout: timeoutMs });

  return {
    async deliver(request) {
      const body = toRequestBody(request);
      const headers = toRequestHeaders(request);
      const id = request.events[0]?.id ?? `probe-${request.previous}`;
      try {
        const response = await pool.request({
          method: "POST",
          path: pathname + search,
          headers: { ...headers, ...(secret && sign(secret, id, body)) },
          body,
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
        });
        // Past 64 kB the connection is cut instead of read to the end.
        await response.body.dump({ limit: 65_536 }).catch(() => undefined);
        const header = (name: string) => response.headers[name]?.toString();
        return {
          status: response.statusCode,
          accepts: header("event-bus-accepts"),
          resumeAfter: header("event-bus-resume-after"),
          retryAfter: header("retry-after"),
        };
      } catch (error) {
        return { error: error instanceof Error ? error : new Error(String(error)) };
      }
    },

    close: () => pool.destroy(),
  };
}

function toRequestBody({ events, asBatch }: DeliveryRequest): string {
  return asBatch ? `[${events.map(toCloudEventJson).join(",")}]` : toBody(events[0]!);
}

function toRequestHeaders(request: DeliveryRequest): Record<string, string> {
  const headers: Record<string, string> = {
    "content-type": request.asBatch ? BATCH_TYPE : "application/json",
    "event-bus-log": request.log,
    "event-bus-previous": String(request.previous),
    "event-bus-attempt": String(request.attempt),
  };
  if (request.redelivery) headers["event-bus-redelivery"] = "true";
  if (request.asBatch) return headers;
  const event = request.events[0]!;
  return {
    ...headers,
    ...toHeaders({ ...attributesOf(event), type: event.type }),
    "event-bus-position": String(event.position),
  };
}
