// The event bus: the real log, appender, workers and endpoint, over real SQLite and the network in memory.

import { createHttpTransport } from "../../../event-bus/src/delivery/transport.ts";
import type { DeliverySettings } from "../../../event-bus/src/delivery/delivery-settings.ts";
import { toLines } from "../../../event-bus/src/routes/log-chunks.ts";
import { LogQuery, rangeOf } from "../../../event-bus/src/routes/log-route.ts";
import { createPublishHandler } from "../../../event-bus/src/routes/publish-handler.ts";
import { type Bus, openBus } from "../../../event-bus/src/bus.ts";
import { createRecentEvents } from "../../../event-bus/src/speed/recent-events.ts";
import type { Bugs } from "./bugs.ts";
import { createMachine, type Machine, type World } from "./machine.ts";
import { endpointOf, nameOf } from "./parts.ts";
import type { Life } from "./virtual-time.ts";

export const BUS_FILES = ["bus.db", "bus-subscriptions.db"];

export interface BusProcess {
  machine: Machine;
  /** Undefined while it does not run. */
  bus(): Bus | undefined;
  subscribers: string[];
  /** What it has answered with success. */
  acknowledged: Set<string>;
  /** The names of events that were parked at some time, by subscriber. A restored bus may know nothing of it. */
  parkedEver: Map<string, Set<string>>;
}

interface Options {
  subscribers: string[];
  settings: Partial<DeliverySettings>;
  bugs: Bugs;
}

export function createBusProcess(
  world: World,
  { subscribers, settings, bugs }: Options,
): BusProcess {
  const acknowledged = new Set<string>();
  const parkedEver = new Map<string, Set<string>>();
  let bus: Bus | undefined;

  function open(life: Life): Bus {
    const upgrade = world.network.transport(life);
    return openBus({
      file: "bus.db",
      settings,
      subscribers: subscribers.map((name) => ({
        name,
        url: `http://${name}/events`,
        start: "beginning",
      })),
      createTransport: (url, name) => ({
        ...createHttpTransport(url, { timeoutMs: 10_000, upgrade }),
        lookForSubscriber: () => world.network.connect(life, name),
      }),
      platform: life.platform,
      open: (file) => world.disks.open(file, life),
      recent: createRecentEvents(),
      observer: { appended() {}, wasRead() {}, changed: noteParked },
    });
  }

  const machine = createMachine(world, "bus", BUS_FILES, async (life) => {
    bus = undefined;
    const opened = open(life);
    bus = opened;
    const faulty = bugs.bus?.(opened, life.platform.clock) ?? opened;
    const noted: Bus = {
      ...faulty,
      async append(events) {
        const positions = await faulty.append(events);
        for (const { type, data } of events)
          acknowledged.add(nameOf({ type, data: JSON.parse(data) }));
        return positions;
      },
    };
    world.network.listen("bus", {
      life,
      endpoint: endpointOf(createPublishHandler({ bus: noted })),
      readLog(reader, query) {
        const { range, headers } = rangeOf(opened.log, LogQuery.parse(Object.fromEntries(query)));
        const isWithheld = opened.withheldFrom(reader);
        opened.seen(reader);
        const lines = [...toLines({ ...range, isWithheld })].join("").split(/(?<=\n)/);
        return { headers, lines };
      },
    });
    return opened.close;
  });

  function noteParked(subscriber: string): void {
    const parked = bus?.subscriptions.get(subscriber)?.parkedEvents() ?? [];
    for (const { position } of parked) {
      const [event] = bus!.log.read(position - 1, 1);
      if (!event) continue;
      world.history.count("parked");
      const names = parkedEver.get(subscriber) ?? new Set();
      parkedEver.set(subscriber, names.add(nameOf({ ...event, data: JSON.parse(event.data) })));
    }
  }

  return {
    machine,
    bus: () => (machine.life() ? bus : undefined),
    subscribers,
    acknowledged,
    parkedEver,
  };
}
