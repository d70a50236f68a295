// Our event bus, as `npm start` runs it. Twice: the publisher sends batches, as our outbox relay does, or one event in each
// request, as a service of the course does.

import { frames } from "@blog/common/speed/over-frames";
import type { OutgoingEvent } from "@blog/common/wire/cloud-events";
import type { EventBus } from "@blog/common/messaging/event-bus";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import type { BenchEvent } from "../event.ts";
import { startServices } from "../our-services.ts";
import { byName } from "../subscriber-names.ts";
import { createBatcher } from "./batcher.ts";
import { connectByHttp } from "./plain-publisher.ts";
import type { Publisher, RunningServer, System } from "./system.ts";

const acknowledged = "fsync of the log";

export const ours: System = {
  name: "ours",
  acknowledged,
  isOurs: true,
  start: (folder, urls) => startOurBus(folder, byName(urls)),
  connectPublisher: async (address) =>
    publishInBatches(connectHttpBus(address, { upgrade: frames })),
};

export const oursOneByOne: System = {
  name: "ours, one by one",
  acknowledged,
  isOurs: true,
  start: ours.start,
  connectPublisher: async (address) => connectByHttp(address),
};

/** `env`: further settings of the bus. */
export async function startOurBus(
  dataFolder: string,
  subscribers: Record<string, string>,
  env: Record<string, string> = {},
): Promise<RunningServer> {
  const services = await startServices({ dataFolder, only: ["event-bus"], subscribers, env });
  return { address: services.url("event-bus"), stop: services.stop };
}

/** As large as the relay's batches. Several services publish at once, each with one request in flight. */
export function publishInBatches(bus: EventBus): Publisher {
  const send = (events: BenchEvent[]) => bus.publish(events.map(toOutgoing));
  return createBatcher(send, { largest: 400, lanes: 4 });
}

function toOutgoing({ id, type, data }: BenchEvent): OutgoingEvent {
  return { id, type, data: { ...data }, source: "bench", time: new Date().toISOString() };
}
