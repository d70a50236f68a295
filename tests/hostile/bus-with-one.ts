// A real bus with one subscriber, of the test's own.

import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { onTestFinished } from "vitest";
import { createApp } from "../../event-bus/src/app.ts";
import { type Bus, openBus } from "../../event-bus/src/bus.ts";
import type { Subscription } from "../../event-bus/src/delivery/subscription.ts";
import { createHttpTransport } from "../../event-bus/src/delivery/transport.ts";
import { expectCivil } from "./civil.ts";
import { listen } from "./listen.ts";
import { type RawAnswer, request } from "./raw-http.ts";

export interface BusWithOne {
  bus: Bus;
  port: number;
  subscriber: Subscription;
  /** Posts an event, as a stranger would who knows the headers. */
  publish(type: string, headers?: [string, string][]): Promise<RawAnswer>;
}

/** It signs what it delivers, and takes what is not signed. */
export async function startBusWith(url: string): Promise<BusWithOne> {
  const options = { secret: "a secret of the house", timeoutMs: 2000 };
  const bus = openBus({
    file: ":memory:",
    open: openSqlite,
    subscribers: [{ name: "one", url, start: "beginning" }],
    createTransport: (to) => createHttpTransport(to, options),
    settings: { retryFirstMs: 1, retryMaxMs: 5, parkAfter: 2 },
  });
  onTestFinished(bus.close);
  const { port } = await listen(createApp({ bus }).app);

  async function publish(type: string, headers: [string, string][] = []): Promise<RawAnswer> {
    const all: [string, string][] = [["content-type", "application/json"], ...headers];
    const body = JSON.stringify({ type, data: {} });
    const answer = await request(port, { method: "POST", path: "/events", headers: all, body });
    expectCivil(answer);
    return answer;
  }

  return { bus, port, subscriber: bus.subscriptions.get("one")!, publish };
}
