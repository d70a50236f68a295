// Services of ours as real processes on free ports, run as `npm start` runs them, with their data in a folder of one's own.

import { type RunningProcess, startProcess } from "../infra/local/child-process.ts";
import { findFreePorts } from "../infra/local/ports.ts";
import { waitUntilUp } from "../infra/local/readiness.ts";
import { serviceProcess } from "../infra/local/service-process.ts";
import { type Engines, planScaledServices } from "../infra/local/scaled-services.ts";
import { type ServicePlan } from "../infra/local/services.ts";
import { portVariable } from "../infra/systems/variables.ts";
import { blog } from "../infra/systems/blog.ts";
import type { System } from "../infra/systems/system.ts";
import type { OnStop } from "./workload.ts";

interface ServicesOptions {
  /** The blog, by default. */
  system?: System;
  dataFolder: string;
  /** Without it, all but the client: no benchmark opens the page. */
  only?: string[];
  /** How many processes of a service, by service; 1 of those not named. */
  replicas?: Record<string, number>;
  /** URLs of further subscribers by name. They are the only ones where no subscriber of ours is started. */
  subscribers?: Record<string, string>;
  env?: Record<string, string>;
  /** For one process only, by its name. */
  envOf?: (name: string) => Record<string, string>;
  /** What they use in place of files and a bus of ours. */
  engines?: Engines | undefined;
  /** Called before the first of them is started, so that it stops them half-way, too. */
  onStop?: OnStop;
}

export interface Services {
  url(name: string): string;
  /** Of all processes of a service. */
  urls(service: string): string[];
  /** Resolves when it is ready. `env` is only for this time. */
  start(name: string, env?: Record<string, string>): Promise<void>;
  /** Does not wait. */
  launch(name: string, env?: Record<string, string>): RunningProcess;
  /** Resolves when it is gone. */
  end(name: string): Promise<void>;
  kill(name: string, signal: NodeJS.Signals): void;
  residentMb(name: string): Promise<number>;
  pid(name: string): number | undefined;
  stop(): Promise<void>;
}

/** Resolves when all are ready. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const plans = await planAll(options);
  const env = { ...process.env, ...QUIET, ...options.env };
  const running = new Map<string, RunningProcess>();
  const lines: string[] = [];
  const find = (name: string) => plans.find((each) => each.name === name)!;

  const services: Services = {
    url: (name) => find(name).url,
    urls: (service) => plans.filter((plan) => plan.service === service).map(({ url }) => url),

    launch(name, more = {}) {
      const plan = serviceProcess(find(name), env);
      const onLine = (line: string) => lines.push(`${name}: ${line}`);
      const its = { ...plan.env, ...options.envOf?.(name), ...more };
      const launched = startProcess({ ...plan, env: its }, onLine);
      running.set(name, launched);
      return launched;
    },

    async start(name, more) {
      const launched = services.launch(name, more);
      const giveUp = AbortSignal.any([AbortSignal.timeout(600_000), endOf(launched)]);
      const isUp = await waitUntilUp([{ name, url: `${find(name).url}/readyz` }], giveUp);
      if (!isUp) throw new Error(`${name} did not start:\n${lines.slice(-10).join("\n")}`);
    },

    async end(name) {
      await running.get(name)?.stop();
      running.delete(name);
    },

    kill: (name, signal) => running.get(name)?.kill(signal),
    pid: (name) => running.get(name)?.pid,

    async residentMb(name) {
      const metrics = await (await fetch(`${find(name).url}/metrics`)).text();
      return Number(/^process_resident_memory_bytes (\d+)/m.exec(metrics)?.[1]) / 1024 / 1024;
    },

    async stop() {
      await Promise.all([...running.values()].map((each) => each.stop()));
    },
  };

  options.onStop?.(services.stop);
  await Promise.all(plans.filter(isWanted(options.only)).map(({ name }) => services.start(name)));
  return services;
}

const QUIET = {
  LOG_LEVEL: "warn",
  NODE_ENV: "production",
  WRITES_PER_MINUTE: "100000000",
  // Empty counts as not set: the benchmark signs nothing.
  EVENT_BUS_SECRET: "",
};

async function planAll(options: ServicesOptions) {
  const { system = blog, dataFolder, only, replicas = {}, subscribers, env } = options;
  const { engines = { replicas: 1 } } = options;
  const plan = (settings: Record<string, string>) =>
    planScaledServices(system, engines, { env: settings, dataFolder, replicas }).plans;
  const names = plan({}).map(({ name }) => name);
  const ports = await findFreePorts(names.length);
  const places = names.map((name, i) => [portVariable(name), String(ports[i])]);
  const plans = plan({ ...env, ...Object.fromEntries(places) });
  const others = Object.entries(subscribers ?? {}).map(([name, url]) => `${name}=${url}`);
  const isSubscriber = ({ name, service }: ServicePlan) =>
    system.subscribers.some((each) => each === service) && isWanted(only)({ name });
  // A stream is consumed without subscriptions.
  const ours = engines.nats || engines.rabbitmq ? [] : plans.filter(isSubscriber);
  const list = [...ours.map(({ name, url }) => `${name}=${url}`), ...others];
  for (const each of plans)
    if (each.name === "event-bus") each.env.SUBSCRIBERS = list.join(",") || "none";
  return plans;
}

function isWanted(only: string[] | undefined) {
  return ({ name }: Pick<ServicePlan, "name">) => (only ? only.includes(name) : name !== "client");
}

function endOf(launched: RunningProcess): AbortSignal {
  const over = new AbortController();
  void launched.ended.then(() => over.abort());
  return over.signal;
}
