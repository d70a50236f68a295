// The shop under test: its six real processes, with SQLite and a bus of their own.

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { findFreePorts } from "../../../../infra/local/ports.ts";
import { portsOf } from "../../../../infra/local/service-ports.ts";
import { planServices } from "../../../../infra/local/services.ts";
import { system } from "../../../../labs/shop/system.ts";
import { OWN_PORTS, QUICK, type Watch } from "../../../chaos/processes/blog.ts";
import type { Deal } from "../../../chaos/processes/accident.ts";
import type { ChaosSystem } from "../../../chaos/processes/chaos-system.ts";
import { processAccidents } from "../../../chaos/processes/process-accidents.ts";
import { startVictim } from "../../../chaos/processes/victim-process.ts";
import type { Victim } from "../../../chaos/processes/victim.ts";

const WRITER = ["outbox.add", "relay.published", "database.commit", "database.committed"];

/** The accidents of the shop's processes. What can happen on the network is the blog's to show: the same bus, the same inboxes. */
export const accidents: Record<string, Deal<ChaosSystem>> = processAccidents({
  "event-bus": ["log.insert", "log.commit", "log.committed", "worker.answered"],
  "user-service": WRITER,
  "product-service": ["inbox.event", ...WRITER],
  "order-service": ["inbox.event", ...WRITER],
});

export async function startChaosShop(dataFolder: string, watch: Watch): Promise<ChaosSystem> {
  const usual = system.services.flatMap(portsOf);
  const ports = await findFreePorts(usual.length, OWN_PORTS);
  const env = Object.fromEntries(usual.map(({ variable }, index) => [variable, `${ports[index]}`]));
  const plans = planServices(system, { env, dataFolder }).filter(({ name }) => name !== "client");
  const secret = randomUUID();
  const victims = new Map<string, Victim>();

  await Promise.all(
    plans.map(async (plan) => {
      const { name } = plan;
      const victim = await startVictim({
        plan: { ...plan, env: { ...plan.env, ...QUICK, EVENT_BUS_SECRET: secret } },
        logFile: join(dataFolder, `${name}.log`),
        entrance: undefined,
        onMisbehaviour: watch.onMisbehaviour,
        onFailpoint: (point) => watch.onFailpoint(name, point),
        onReady: (ms) => watch.onReady(name, ms),
      });
      victims.set(name, victim);
    }),
  );

  return {
    victims,
    links: new Map(),
    subscribers: system.subscribers,
    publishers: ["user-service", "product-service", "order-service"],
    url: (name) => victims.get(name)!.url,
    async stop() {
      await Promise.all([...victims.values()].map((victim) => victim.stop()));
    },
  };
}
