// One blog of the soak: its real processes, a second comments service that can be stopped, and two subscribers of our own
// beside them: a probe that notes when it hears what, and another that can be made slow.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningProcess, startProcess } from "../infra/local/child-process.ts";
import { findFreePorts } from "../infra/local/ports.ts";
import { waitUntilUp } from "../infra/local/readiness.ts";
import { serviceProcess } from "../infra/local/service-process.ts";
import { planServices, portVariable, type ServicePlan } from "../infra/local/services.ts";
import { type ListeningSubscriber, startSubscriber } from "./subscriber.ts";

export interface SoakBlog {
  url(name: string): string;
  probe: ListeningSubscriber;
  residentMb(name: string): Promise<number>;
  /** How many events each subscriber is behind. */
  lags(): Promise<Map<string, number>>;
  /** The second comments service neither works nor hangs up from now on. */
  stopOne(): void;
  slowOne(byMs: number): void;
  stop(): Promise<void>;
}

export async function startSoakBlog(): Promise<SoakBlog> {
  const dataFolder = await mkdtemp(join(tmpdir(), "blog-soak-"));
  const probe = await startSubscriber();
  const other = await startSubscriber();
  const plans = await plan(dataFolder, { probe: probe.url, other: other.url });
  const processes = new Map<string, RunningProcess>();
  for (const each of plans)
    processes.set(
      each.name,
      startProcess(toProcess(each), () => {}),
    );
  const places = plans.map(({ name, url }) => ({ name, url: `${url}/readyz` }));
  await waitUntilUp(places, AbortSignal.timeout(60_000));

  const url = (name: string) => plans.find((each) => each.name === name)!.url;

  return {
    url,
    probe,

    async residentMb(name) {
      const metrics = await (await fetch(`${url(name)}/metrics`)).text();
      return Number(/^process_resident_memory_bytes (\d+)/m.exec(metrics)?.[1]) / 1024 / 1024;
    },

    async lags() {
      const answer = await fetch(`${url("event-bus")}/subscriptions`);
      // As event-bus/src/subscription-routes.ts says it.
      const { subscriptions } = (await answer.json()) as {
        subscriptions: { name: string; lag: { events: number } }[];
      };
      return new Map(subscriptions.map(({ name, lag }) => [name, lag.events]));
    },

    stopOne: () => processes.get("comments-2")?.kill("SIGSTOP"),
    slowOne: other.slowDown,

    async stop() {
      processes.get("comments-2")?.kill("SIGKILL");
      await Promise.all([...processes.values()].map((each) => each.stop()));
      await Promise.all([probe.close(), other.close()]);
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function plan(dataFolder: string, ours: Record<string, string>): Promise<ServicePlan[]> {
  const names = planServices({ env: {}, dataFolder, comments: 2 }).map(({ name }) => name);
  const ports = await findFreePorts(names.length);
  const env = Object.fromEntries(names.map((name, i) => [portVariable(name), String(ports[i])]));
  const plans = planServices({ env, dataFolder, comments: 2 });
  const entries = Object.entries(ours).map(([name, url]) => `${name}=${url}`);
  for (const { name, env: settings } of plans) {
    if (name === "event-bus") settings.SUBSCRIBERS = [settings.SUBSCRIBERS, ...entries].join(",");
  }
  // Nobody looks at the page here.
  return plans.filter(({ name }) => name !== "client");
}

function toProcess(each: ServicePlan) {
  const quiet = { LOG_LEVEL: "warn", NODE_ENV: "production", WRITES_PER_MINUTE: "1000000" };
  return serviceProcess(each, { ...process.env, ...quiet, EVENT_BUS_SECRET: undefined });
}
