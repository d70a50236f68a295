// One service of the blog as a real process, for faults in which the death of a process is the point.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { findFreePorts } from "../../infra/local/ports.ts";
import { planServices, root } from "../../infra/local/services.ts";
import { blog } from "../../infra/systems/blog.ts";
import { portVariable } from "../../infra/systems/variables.ts";
import type { Victim } from "../chaos/processes/victim.ts";
import { startVictim } from "../chaos/processes/victim-process.ts";

interface ProcessOptions {
  /** Settings it always has. */
  env?: Record<string, string>;
  /** Where it kills itself, once: see common/src/base/failpoint.ts. */
  failpoint?: string;
}

export interface ServiceProcess extends Victim {
  dataFolder: string;
  databaseFile: string;
  /** Settles when it has died at its failpoint and is back. */
  diedAndCameBack(): Promise<void>;
}

/** It comes back by itself when it dies, as it would under `npm start` or Kubernetes. */
export async function startService(
  name: "event-bus" | "posts" | "comments" | "query" | "moderation" | "journal",
  { env = {}, failpoint }: ProcessOptions = {},
): Promise<ServiceProcess> {
  const dataFolder = mkdtempSync(join(tmpdir(), "blog-fault-"));
  const misbehaviour: string[] = [];
  const deaths: string[] = [];
  const victim = await startVictim({
    plan: await planProcess(name, dataFolder, env),
    logFile: join(dataFolder, `${name}.log`),
    env: failpoint ? { FAILPOINT: failpoint } : {},
    entrance: undefined,
    onMisbehaviour: (what) => misbehaviour.push(what),
    onFailpoint: (point) => deaths.push(point),
    onReady: () => {},
  });
  onTestFinished(async () => {
    await victim.stop();
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    expect(misbehaviour).toEqual([]);
  });

  return {
    ...victim,
    dataFolder,
    databaseFile: join(dataFolder, `${name}.db`),
    async diedAndCameBack() {
      const now = () => [deaths, victim.state()];
      await expect.poll(now, { timeout: 30_000 }).toEqual([[failpoint], "up"]);
    },
  };
}

async function planProcess(name: string, dataFolder: string, env: Record<string, string>) {
  const [port = 0] = await findFreePorts(1);
  const planned = planServices(blog, { env: { [portVariable(name)]: String(port) }, dataFolder });
  const plan = planned.find((each) => each.name === name) ?? {
    name,
    service: name,
    port,
    url: `http://localhost:${port}`,
    folder: join(root, "tests", "chaos", "processes"),
    entry: "journal-main.ts",
    env: { PORT: String(port), DATABASE_URL: `sqlite:${join(dataFolder, `${name}.db`)}` },
  };
  return { ...plan, env: { ...plan.env, RETRY_MAX_MS: "100", LOG_LEVEL: "warn", ...env } };
}
