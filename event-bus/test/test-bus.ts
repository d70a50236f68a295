// The real bus on a free port, with short pauses and few tries, and its log in a temporary folder.

import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { createRecentEvents } from "../src/speed/recent-events.ts";
import { pause } from "@blog/common/base/backoff";
import { newId } from "@blog/common/base/ids";
import { frames } from "@blog/common/speed/over-frames";
import { onTestFinished } from "vitest";
import { createApp } from "../src/app.ts";
import { type Bus, openBus } from "../src/bus.ts";
import type { DeliverySettings } from "../src/delivery/delivery-settings.ts";
import { SAVE_WITHIN_MS } from "../src/delivery/cursor-store.ts";
import { Subscribers } from "../src/delivery/subscribers.ts";
import type { SubscriptionStatus } from "../src/delivery/subscription.ts";
import { createHttpTransport } from "../src/delivery/transport.ts";
import { listen } from "./listening.ts";
import { crashImage, newLogFile } from "./test-folder.ts";

const QUICK = { parkAfter: 3, retryFirstMs: 1, retryMaxMs: 20, probeMs: 20 };

interface TestBusOptions {
  /** As in the environment: name=http://…,other:now=http://… */
  subscribers?: string;
  settings?: Partial<DeliverySettings>;
  secret?: string;
  file?: string;
  capacity?: number;
  timeoutMs?: number;
}

export interface TestBus {
  url: string;
  bus: Bus;
  /** Posts an event as the course does, and expects it to be taken. */
  publish(type: string, data?: object, id?: string): Promise<void>;
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  status(name: string): SubscriptionStatus;
  /** Another bus, started from what this one has on disk once its cursors are saved. This one stops. */
  restart(options?: TestBusOptions): Promise<TestBus>;
  stop(): Promise<void>;
}

export async function startTestBus(options: TestBusOptions = {}): Promise<TestBus> {
  const { subscribers = "", settings, secret, timeoutMs = 1000, capacity } = options;
  const file = options.file ?? newLogFile();
  const transportOptions = {
    secret,
    timeoutMs,
    upgrade: frames,
  };
  const bus = openBus({
    file,
    open: openSqlite,
    subscribers: Subscribers.parse(subscribers),
    settings: { ...QUICK, ...settings },
    createTransport: (url) => createHttpTransport(url, transportOptions),
    recent: createRecentEvents(),
    ...(capacity && { capacity }),
  });
  const serviceOptions = {
    secret,
    upgrade: frames,
  };
  const service = createApp({ bus }, serviceOptions);
  const { url, stop: stopListening } = await listen(service.app, 0, service.endpoint);

  function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${url}/events`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  }

  let isStopped = false;
  async function stop(): Promise<void> {
    if (isStopped) return;
    isStopped = true;
    await stopListening();
    await bus.close();
  }
  onTestFinished(stop);

  return {
    url,
    bus,
    post,
    stop,
    async publish(type, data = {}, id = newId()) {
      const response = await post({ type, data }, { "ce-id": id });
      if (!response.ok) throw new Error(`The bus answered ${response.status}.`);
    },
    status(name) {
      const subscription = bus.subscriptions.get(name);
      if (!subscription) throw new Error(`There is no subscriber called ${name}.`);
      return subscription.status();
    },
    async restart(changes = {}) {
      await pause(2 * SAVE_WITHIN_MS);
      const copy = crashImage(file);
      await stop();
      return startTestBus({ ...options, ...changes, file: copy });
    },
  };
}

/** The header of a batch, as our outbox relay sends it. */
export const BATCH = { "content-type": "application/cloudevents-batch+json" };

/** An element of a batch. */
export function cloudEvent(id: string, data: object = {}, type = "T") {
  return { specversion: "1.0", id, type, source: "test", time: "2026-11-21T12:00:00Z", data };
}
