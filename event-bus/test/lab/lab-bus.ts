// A bus with the lab on, and a reader of its stream.

import { pause } from "@blog/common/base/backoff";
import { frames } from "@blog/common/speed/over-frames";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { onTestFinished } from "vitest";
import { createApp } from "../../src/app.ts";
import { openBus } from "../../src/bus.ts";
import { createLab } from "../../src/lab/lab.ts";
import type { LabRecord, SubscriberFact } from "../../src/lab/records.ts";
import { resumeAdded } from "../../src/delivery/added-subscribers.ts";
import { SAVE_WITHIN_MS } from "../../src/delivery/cursor-store.ts";
import { Subscribers } from "../../src/delivery/subscribers.ts";
import { createHttpTransport } from "../../src/delivery/transport.ts";
import { until } from "../../../tests/kit/until.ts";
import { listen } from "../listening.ts";
import { crashImage, newLogFile } from "../test-folder.ts";
import { follow, type Reader } from "./stream-reader.ts";

interface LabBusOptions {
  /** As in the environment: name=http://…,other:now=http://… */
  subscribers?: string;
  /** Replaces Math.random. */
  random?: () => number;
  capacity?: number;
  /** Of the log. */
  file?: string;
}

export interface LabBus {
  url: string;
  publish(type: string, id?: string): Promise<void>;
  /** Asks the lab: `PUT /subscribers/a/faults` and the like, with a JSON body. */
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** The same, and expects it to be done. */
  must(method: string, path: string, body?: unknown): Promise<unknown>;
  subscriber(name: string): Promise<SubscriberFact>;
  follow(lastEventId?: string): Promise<Reader>;
  /** Another one, started from what this one has on disk once its cursors are saved. This one stops. */
  restart(changes?: LabBusOptions): Promise<LabBus>;
  /** What it logged about added subscribers at its start. */
  sentences: string[];
  stop(): Promise<void>;
}

export async function startLabBus(options: LabBusOptions = {}): Promise<LabBus> {
  const {
    subscribers = "",
    random = Math.random,
    capacity = 10_000,
    file = newLogFile(),
  } = options;
  const lab = createLab({ random, capacity });
  const bus = openBus({
    file,
    open: openSqlite,
    subscribers: Subscribers.parse(subscribers),
    settings: { parkAfter: 3, retryFirstMs: 1, retryMaxMs: 20, probeMs: 20 },
    createTransport: (to, name) => lab.wrap(name, createHttpTransport(to, { timeoutMs: 1000 })),
    observer: lab.observer,
  });
  lab.attach(bus);
  const sentences = resumeAdded(bus, "with the lab");
  const { app, endpoint } = createApp({ bus, addition: lab }, { upgrade: frames });
  const { url } = await listen(app, 0, endpoint);
  let stopping: Promise<void> | undefined;
  // As main.ts does it.
  function stop(): Promise<void> {
    lab.endStreams();
    lab.close();
    stopping ??= bus.close();
    return stopping;
  }
  onTestFinished(stop);

  async function ask(method: string, path: string, body?: unknown) {
    const headers = { "content-type": "application/json" };
    const content = body === undefined ? {} : { headers, body: JSON.stringify(body) };
    const response = await fetch(`${url}/lab${path}`, { method, ...content });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  }

  async function must(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await ask(method, path, body);
    if (answer.status > 299) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  return {
    ...{ url, ask, must, stop, sentences },
    async restart(changes = {}) {
      await pause(2 * SAVE_WITHIN_MS);
      const copy = crashImage(file);
      await stop();
      return startLabBus({ ...options, ...changes, file: copy });
    },
    async publish(type, id) {
      const headers = { "content-type": "application/json", ...(id && { "ce-id": id }) };
      const body = JSON.stringify({ type, data: {} });
      const response = await fetch(`${url}/events`, { method: "POST", headers, body });
      if (!response.ok) throw new Error(`The bus answered ${response.status}.`);
    },
    subscriber: (name) =>
      until(async () => {
        const { subscribers: facts } = (await must("GET", "")) as { subscribers: SubscriberFact[] };
        const fact = facts.find((one) => one.name === name);
        if (!fact) throw new Error(`There is no subscriber called ${name}.`);
        return fact;
      }),
    follow: (lastEventId) => follow(`${url}/lab/stream`, lastEventId),
  };
}

/** Those about deliveries to one subscriber, in a few words: "started 1", "ended 1 done". */
export function deliveriesIn(records: LabRecord[], subscriber = "a"): string[] {
  return records.flatMap((record) => {
    if (record.kind !== "delivery" || record.subscriber !== subscriber) return [];
    const { phase, positions, reason } = record;
    const outcome = record.phase === "ended" ? ` ${record.fault ?? record.outcome}` : "";
    return [`${reason} ${phase} ${positions.join("+")}${outcome}`];
  });
}
