// A runner with the lab on, a few stand-ins as its services, and a bus that keeps what it receives.

import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import type { ServiceFact } from "../../event-bus/src/lab/records.ts";
import { type Lab, openLab } from "../local/lab.ts";
import { findFreePorts } from "../local/ports.ts";
import type { ServicePlan } from "../local/services.ts";
import { type Supervised, supervise } from "../local/supervisor.ts";
import { blog } from "../systems/blog.ts";
import { standIn } from "./processes.ts";

export interface LabScene {
  lab: Lab;
  url: string;
  folder: string;
  processes: Map<string, Supervised>;
  service(name: string): Promise<ServiceFact | undefined>;
  act(name: string, verb: string, headers?: Record<string, string>): Promise<Response>;
  /** What was reported to the bus, in order; and a bus that can go away. */
  reported: ServiceFact[];
  startBus(): Promise<void>;
  stopBus(): Promise<void>;
}

export async function startLabScene(names: string[]): Promise<LabScene> {
  const folder = mkdtempSync(join(tmpdir(), "blog-lab-"));
  const [busPort = 0, ...ports] = await findFreePorts(names.length + 1);
  const plans = [
    ["event-bus", busPort] as const,
    ...names.map((name, i) => [name, ports[i] ?? 0] as const),
  ].map(
    ([name, port]): ServicePlan => ({
      ...{ name, service: name, folder, entry: "", port, url: `http://localhost:${port}` },
      env: { DATABASE_URL: `sqlite:${join(folder, `${name}.db`)}` },
      ...(name === "query" && { keeps: "view" }),
    }),
  );
  const reported: ServiceFact[] = [];
  const bus = createServer(async (req, res) => {
    if (req.method === "GET") return res.end("{}");
    // What the runner itself has just reported.
    reported.push(((await json(req)) as { service: ServiceFact }).service);
    return res.writeHead(204).end();
  });
  const startBus = () => new Promise<void>((resolve) => bus.listen(busPort, resolve));
  const stopBus = () =>
    new Promise<void>((resolve) => {
      bus.close(() => resolve());
      bus.closeAllConnections();
    });
  await startBus();

  const list: Supervised[] = [];
  const lab = await openLab({
    system: blog,
    plans,
    busUrl: plans[0]?.url ?? "",
    processes: list,
    onLine() {},
  });
  for (const { name, port } of plans.slice(1)) {
    const plan = { ...standIn("ready.mjs", { PORT: String(port) }), name };
    const { started: onStart, ended: onEnd } = lab;
    list.push(supervise(plan, { onLine() {}, onStart, onEnd, firstPauseMs: 10 }));
  }
  onTestFinished(async () => {
    await Promise.all(list.map((one) => one.stop()));
    await stopBus();
  });

  const url = lab.envFor("client").RUNNER_URL ?? "";
  return {
    ...{ lab, url, folder, reported, startBus, stopBus },
    processes: new Map(list.map((one) => [one.name, one])),
    async service(name) {
      const response = await fetch(`${url}/services`);
      const { services } = (await response.json()) as { services: ServiceFact[] };
      return services.find((service) => service.name === name);
    },
    act: (name, verb, headers = {}) =>
      fetch(`${url}/services/${name}/${verb}`, { method: "POST", headers }),
  };
}
