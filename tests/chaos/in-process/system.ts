// The real bus, publishers and subscribers in one process, each with a file of its own, and the operations that happen to
// them. The names are those of the model's alphabet.

import { frames } from "@blog/common/speed/over-frames";
import { rmSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { createApp } from "../../../event-bus/src/app.ts";
import { type Bus, openBus } from "../../../event-bus/src/bus.ts";
import { toHex } from "../../../event-bus/src/log/stored-event.ts";
import { createHttpTransport } from "../../../event-bus/src/delivery/transport.ts";
import type { Observed } from "../checker.ts";
import type { Bugs } from "./bugs.ts";
import { type BusFiles, createBusDisk } from "./bus-files.ts";
import { createFaults, type Faults } from "./faults.ts";
import { type Journal, startJournal } from "./journal.ts";
import { listen, stopListening } from "./listen.ts";
import { createParkedEver } from "./parked-ever.ts";
import { type Publisher, startPublisher } from "./publisher.ts";

const settings = { batchSize: 4, parkAfter: 2, retryFirstMs: 1, retryMaxMs: 10, probeMs: 10 };

export interface System {
  faults: Faults;
  publishers: Publisher[];
  journals: Journal[];
  bus(): Bus;
  /** Stops the bus, does what cannot be done to a running one, and starts it again. */
  restartBus(meanwhile?: (files: BusFiles) => void): Promise<void>;
  backUpBus(): Promise<void>;
  /** Log and subscriptions as they were at the last backup, or none. */
  restoreBus(): Promise<void>;
  /** A further subscriber, late if something has happened already. */
  subscribe(): Promise<void>;
  hasLost: boolean;
  observe(): Promise<Observed>;
  stop(): Promise<void>;
}

/** With `bugs`, to show that the checker finds them. */
export async function startSystem(folder: string, bugs: Bugs = {}): Promise<System> {
  const faults = createFaults();
  const disk = createBusDisk(folder);
  const journals: Journal[] = [];
  const parkedEver = createParkedEver();
  let bus: Bus;
  let server: Server;
  let port = 0;

  async function startBus(): Promise<void> {
    bus = openBus({
      file: disk.now().log,
      settings,
      subscribers: journals.map((journal) => ({
        name: journal.name,
        url: `http://localhost:${journal.port}/events`,
        start: "beginning",
      })),
      createTransport: (url) =>
        faults.wrapTransport(createHttpTransport(url, { timeoutMs: 2000, upgrade: frames })),
    });
    server = await listen(createApp({ bus: bugs.bus?.(bus) ?? bus }, { upgrade: frames }), port);
    port = (server.address() as { port: number }).port;
  }

  async function stopBus(): Promise<void> {
    await stopListening(server);
    const events = bus.log.read(0, 100_000);
    await bus.close();
    parkedEver.note(events, bus.subscriptions);
  }

  async function addJournal(): Promise<void> {
    const name = `journal-${journals.length + 1}`;
    journals.push(await startJournal(name, join(folder, `${name}.db`), faults, bugs));
  }

  await addJournal();
  await addJournal();
  await startBus();
  const publishers = [
    await startPublisher(join(folder, "publisher.db"), `http://localhost:${port}`, faults, bugs),
  ];

  const system: System = {
    faults,
    publishers,
    journals,
    hasLost: false,
    bus: () => bus,

    async restartBus(meanwhile) {
      await stopBus();
      const files = disk.renew();
      meanwhile?.(files);
      await startBus();
    },

    backUpBus: () => system.restartBus(disk.backUp),

    async restoreBus() {
      system.hasLost = true;
      await system.restartBus(() => void disk.renew("backup"));
    },

    async subscribe() {
      await addJournal();
      await system.restartBus();
    },

    async observe() {
      const { log, subscriptions } = bus;
      const events = log.read(0, 100_000);
      return {
        log: events.map(({ data }) => (JSON.parse(data) as { id: string }).id),
        checksums: events.map(({ checksum }) => toHex(checksum)),
        hasLost: system.hasLost,
        acknowledged: [],
        written: (await Promise.all(publishers.map((publisher) => publisher.written()))).flat(),
        subscribers: await Promise.all(
          journals.map(async (journal) => {
            const subscription = subscriptions.get(journal.name)!;
            // Discarded ones too: somebody has decided so.
            const positions = events.map(({ position }) => position);
            const parked = positions.filter(subscription.isParked);
            return {
              name: journal.name,
              cursor: subscription.cursor(),
              effects: await journal.effects(),
              parked,
              everParked: parkedEver.of(journal.name),
            };
          }),
        ),
      };
    },

    async stop() {
      for (const publisher of publishers) await publisher.stop();
      await stopBus();
      for (const journal of journals) await journal.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return system;
}
