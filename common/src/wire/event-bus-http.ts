// The event bus over HTTP, ours or an original one: POST /events to publish, GET /events to read.

import { Pool } from "undici";
import { alreadyPublished } from "./already-published.ts";
import { BATCH_TYPE, type OutgoingEvent, toCloudEvent, toHeaders } from "./cloud-events.ts";
import { CONNECT_TIMEOUT_MS } from "../base/connect-timeout.ts";
import { type EventBus, PLAIN_HEADER } from "../messaging/event-bus.ts";
import { readCourseEvents, readLog } from "./event-log-http.ts";
import type { EndpointResponse, EndpointTransport } from "./event-endpoint.ts";
import { Problem } from "../base/problem.ts";
import { signPublish } from "./signed-publish.ts";

interface Options {
  /** The client's name, sent as User-Agent. */
  name?: string | undefined;
  /** Signs what is published, as Standard Webhooks. */
  secret?: string | undefined;
  /** For an answer. */
  timeoutMs?: number;
  /** Another transport than HTTP, used where the bus offers it. */
  upgrade?: EndpointTransport | undefined;
}

export function connectHttpBus(
  url: string,
  { name, secret, timeoutMs = 10_000, upgrade }: Options = {},
): EventBus {
  const identity: Record<string, string> = name === undefined ? {} : { "user-agent": name };
  const { origin, pathname } = new URL(url);
  const path = `${pathname.replace(/\/$/, "")}/events`;
  const pool = new Pool(origin, {
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connectTimeout: Math.min(timeoutMs, CONNECT_TIMEOUT_MS),
  });
  const connection = upgrade?.connect(origin + path, timeoutMs, identity);
  // An original bus would store a batch as one empty event: batches are for buses that have offered to take them.
  let acceptsBatches = false;
  let mayRace = true;

  async function post(id: string, headers: Record<string, string>, body: string): Promise<void> {
    const all = {
      ...identity,
      ...headers,
      ...(secret && signPublish(secret, { id, headers, body })),
    };
    const ask = connection?.isOpen() ? connection.ask : askOverHttp;
    const { status, header, text } = await ask(all, body);
    acceptsBatches = header("event-bus-accepts") === "batch";
    mayRace = !acceptsBatches || header(PLAIN_HEADER) !== undefined;
    if (status >= 200 && status < 300) return;
    const reason = `The event bus answered ${status}: ${text.slice(0, 500)}`;
    throw DEFINITE.has(status) ? new Problem(status, reason) : new Error(reason);
  }

  async function askOverHttp(
    headers: Record<string, string>,
    body: string,
  ): Promise<EndpointResponse> {
    const response = await pool.request({ method: "POST", path, headers, body });
    const header = (key: string) => response.headers[key]?.toString();
    connection?.consider(header);
    const isDone = response.statusCode >= 200 && response.statusCode < 300;
    const text = isDone ? await response.body.dump() : await response.body.text();
    return { status: response.statusCode, header, text: text ?? "" };
  }

  async function publish(events: OutgoingEvent[]): Promise<void> {
    const [first, ...others] = events;
    if (!first) return;
    if (!acceptsBatches || others.length === 0) {
      await post(first.id, ...singleRequest(first));
      return publish(others);
    }
    await post(first.id, { "content-type": BATCH_TYPE }, JSON.stringify(events.map(toCloudEvent)));
    if (acceptsBatches) return;
    throw new Error(
      "The bus no longer takes batches; these events are published again one by one.",
    );
  }

  async function findPublished(events: OutgoingEvent[]): Promise<OutgoingEvent[]> {
    if (acceptsBatches) return [];
    return alreadyPublished(events, await readCourseEvents(pool, { path, headers: identity }));
  }

  return {
    publish,
    mayRace: () => mayRace,
    acceptsBatches: () => acceptsBatches,
    findPublished,
    read: (from, signal) => readLog(pool, { path, headers: identity, signal }, from),
    async announce() {
      // Of an original bus it asks no more than the headers of its log.
      const query = { after: Number.MAX_SAFE_INTEGER };
      const response = await pool.request({ method: "HEAD", path, query, headers: identity });
      await response.body.dump();
    },
    async close() {
      connection?.close();
      await pool.destroy();
    },
  };
}

function singleRequest({ data, ...attributes }: OutgoingEvent): [Record<string, string>, string] {
  const headers = { "content-type": "application/json", ...toHeaders(attributes) };
  return [headers, JSON.stringify({ type: attributes.type, data })];
}

// These are about the events; every other refusal is about the bus, the network or our secret.
const DEFINITE = new Set([400, 413, 415, 422]);
