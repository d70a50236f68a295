// What all services of the simulation have: the real endpoint for deliveries, and the real client of the bus, over the
// network in memory.

import type { EventBus } from "@blog/common/messaging/event-bus";
import { createDeliveryHandler } from "@blog/common/wire/delivery-handler";
import type { Inbox } from "@blog/common/wire/delivery";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { createEventEndpoint, type EventHandler } from "@blog/common/wire/event-endpoint";
import { readLog } from "@blog/common/wire/event-log-http";
import { Histogram } from "prom-client";
import { pino } from "pino";
import type { Machine, World } from "./machine.ts";
import type { Life } from "./virtual-time.ts";

export const log = pino({ level: "silent" });
const times = new Histogram({
  name: "times",
  help: "of requests",
  labelNames: ["method", "route", "status"],
  registers: [],
});

export const endpointOf = (handler: EventHandler) =>
  createEventEndpoint("/events", handler, { log, times });

/** Takes deliveries from now on. */
export function listen({ network }: World, life: Life, inbox: Inbox): void {
  network.listen(life.name, { life, endpoint: endpointOf(createDeliveryHandler({ inbox })) });
}

export function connectBus({ network }: World, life: Life): EventBus {
  const options = { name: life.name, timeoutMs: 10_000, upgrade: network.transport(life) };
  return {
    ...connectHttpBus("http://bus", options),
    read: (from, signal) =>
      readLog(readerOf(network, life), { path: "/events", headers: {}, signal }, from),
  };
}

type Reader = Parameters<typeof readLog>[0];

// What readLog needs of an HTTP client.
function readerOf(network: World["network"], life: Life): Reader {
  return {
    async request({ path }: { path: string }) {
      const { headers, lines } = await network.readLog(life, "bus", path);
      const body = { setEncoding: () => lines, on() {}, destroy() {}, async dump() {} };
      return { statusCode: 200, headers, body };
    },
  } as unknown as Reader;
}

export interface Accidents {
  /** Names of events that this service cannot handle. */
  poison: Set<string>;
  /** Of those its process dies of. */
  deadly: Set<string>;
}

export const createAccidents = (): Accidents => ({ poison: new Set(), deadly: new Set() });

export const nameOf = ({ type, data }: { type: string; data: object }) =>
  `${type} ${(data as { id?: string }).id}`;

/** Whether an event is poison to this service; then it counts as an accident that it came. */
export function isPoison({ history }: World, { poison }: Accidents, name: string): boolean {
  if (poison.has(name)) history.count("poison was handled");
  return poison.has(name);
}

/** Kills the process when it is given an event that is deadly to it. */
export function mortal<SomeInbox extends Inbox>(
  { history }: World,
  inbox: SomeInbox,
  { deadly }: Accidents,
  machine: () => Machine,
): SomeInbox {
  return {
    ...inbox,
    async receive(delivery, note) {
      if (delivery.events.some((event) => deadly.has(nameOf(event)))) {
        history.count("died of an event");
        machine().kill("died of an event");
        throw new Error("the process is dead");
      }
      return inbox.receive(delivery, note);
    },
  };
}
