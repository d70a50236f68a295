// The blog under test: its real processes, a journal beside them, and a proxy on every connection between the bus and the others.
// Clients come in by the front door, where nothing is broken on purpose: the answers that they get are what counts.

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { findFreePorts } from "../../../infra/local/ports.ts";
import { planServices, root, type ServicePlan } from "../../../infra/local/services.ts";
import { blog } from "../../../infra/systems/blog.ts";
import { portVariable } from "../../../infra/systems/variables.ts";
import type { Proxy } from "../network-fault.ts";
import { startProxy } from "../tcp-proxy.ts";
import type { ChaosSystem } from "./chaos-system.ts";
import type { Victim } from "./victim.ts";
import { startVictim } from "./victim-process.ts";

/** Short timeouts and pauses, so that a minute holds many accidents. */
export const QUICK = {
  WRITES_PER_MINUTE: "10000000",
  RETRY_MAX_MS: "400",
  DELIVERY_TIMEOUT_MS: "1500",
  PARK_AFTER: "5",
  LOG_LEVEL: "info",
  NODE_ENV: "production",
};

/** Not those of other tests: a port is free while its process is down, and no other test may take it then. */
export const OWN_PORTS = { first: 12_000, last: 19_999 };

const SUBSCRIBERS = [...blog.subscribers, "comments-2", "journal"] as const;

export interface ChaosBlog extends ChaosSystem {
  dataFolder: string;
  /** Known to these processes only: the bus of another test that still tries one of our ports is refused. */
  secret: string;
  databaseOf(name: string): string;
}

export interface Watch {
  onMisbehaviour(what: string): void;
  onReady(name: string, ms: number): void;
  onFailpoint(name: string, point: string): void;
}

export async function startChaosBlog(dataFolder: string, watch: Watch): Promise<ChaosBlog> {
  const plans = await planProcesses(dataFolder);
  const links = new Map<string, Proxy>();
  const victims = new Map<string, Victim>();
  const portOf = (name: string) => plans.find((plan) => plan.name === name)!.port;
  const secret = randomUUID();
  const ports = await findFreePorts(2 * SUBSCRIBERS.length + 1, OWN_PORTS);

  // The client that writes the load publishes some events on the bus itself.
  for (const name of [...SUBSCRIBERS, "load"])
    links.set(`${name} → event-bus`, await startProxy(portOf("event-bus"), ports.pop()));
  for (const name of SUBSCRIBERS)
    links.set(`event-bus → ${name}`, await startProxy(portOf(name), ports.pop()));

  await Promise.all(
    plans.map(async (plan) => {
      const { name } = plan;
      const env = { ...plan.env, ...QUICK, ...wiring(name, links), EVENT_BUS_SECRET: secret };
      const victim = await startVictim({
        plan: { ...plan, env },
        logFile: join(dataFolder, `${name}.log`),
        entrance: links.get(`event-bus → ${name}`),
        onMisbehaviour: watch.onMisbehaviour,
        onFailpoint: (point) => watch.onFailpoint(name, point),
        onReady: (ms) => watch.onReady(name, ms),
      });
      victims.set(name, victim);
    }),
  );

  return {
    dataFolder,
    secret,
    victims,
    links,
    subscribers: SUBSCRIBERS,
    publishers: ["posts", "comments", "comments-2"],
    url: (name) => victims.get(name)!.url,
    databaseOf: (name) => join(dataFolder, `${name}.db`),
    async stop() {
      await Promise.all([...victims.values()].map((victim) => victim.stop()));
      await Promise.all([...links.values()].map((link) => link.close()));
    },
  };
}

function wiring(name: string, links: Map<string, Proxy>): Record<string, string> {
  const url = (way: string) => links.get(way)!.url;
  if (name !== "event-bus") return { EVENT_BUS_URL: url(`${name} → event-bus`) };
  return { SUBSCRIBERS: SUBSCRIBERS.map((to) => `${to}=${url(`event-bus → ${to}`)}`).join(",") };
}

async function planProcesses(dataFolder: string): Promise<ServicePlan[]> {
  const names = planServices(blog, { env: {}, dataFolder, replicas: { comments: 2 } }).map(
    ({ name }) => name,
  );
  const [journalPort = 0, ...ports] = await findFreePorts(names.length + 1, OWN_PORTS);
  const env = Object.fromEntries(
    names.map((name, index) => [portVariable(name), String(ports[index])]),
  );
  const services = planServices(blog, { env, dataFolder, replicas: { comments: 2 } });
  const journal = {
    name: "journal",
    service: "journal",
    folder: join(root, "tests", "chaos", "processes"),
    entry: "journal-main.ts",
    port: journalPort,
    url: `http://localhost:${journalPort}`,
    env: { PORT: String(journalPort), DATABASE_URL: `sqlite:${join(dataFolder, "journal.db")}` },
  };
  return [...services.filter(({ name }) => name !== "client"), journal];
}
