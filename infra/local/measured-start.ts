// Starts a system as `npm start` does, in a folder and on ports of its own, and stops it again: how long it takes until
// everything is ready, and how much memory each process holds when idle. The first start of a fresh clone builds the client.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask } from "@blog/common/http/ask";
import { pause } from "@blog/common/base/backoff";
import type { System } from "../systems/system.ts";
import { findFreePorts } from "./ports.ts";
import { isUp, waitUntilUp } from "./readiness.ts";
import { portsOf } from "./service-ports.ts";
import { planServices, root } from "./services.ts";

const IDLE_MS = 5000;
const hasGroups = process.platform !== "win32";

export interface MeasuredStart {
  readyMs: number;
  memory: { name: string; mb: number }[];
}

export async function measureStart(system: System): Promise<MeasuredStart> {
  const dataFolder = await mkdtemp(join(tmpdir(), "blog-measure-"));
  const usual = planServices(system, { env: {}, dataFolder }).flatMap(portsOf);
  const ports = await findFreePorts(usual.length);
  const env = Object.fromEntries(usual.map(({ variable }, i) => [variable, String(ports[i])]));
  const plans = planServices(system, { env, dataFolder });

  const startedAt = performance.now();
  const runner = startWithNpm(system, { ...env, DATA_FOLDER: dataFolder });
  const ended = new Promise<void>((resolve) => runner.once("exit", () => resolve()));
  // In a process group of its own, it does not receive the Ctrl-C that ends us.
  const endWithUs = () => endAll(runner);
  process.once("exit", endWithUs);
  await waitUntilUp(
    plans.map(({ name, url }) => ({ name, url: `${url}/readyz` })),
    new AbortController().signal,
  );
  const readyMs = performance.now() - startedAt;
  await pause(IDLE_MS);
  const memory = await Promise.all(
    plans.map(async ({ name, url }) => ({ name, mb: await residentMb(url) })),
  );
  endAll(runner);
  process.off("exit", endWithUs);
  await ended;
  await untilFree(ports);
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  return { readyMs, memory };
}

// The same command npm runs, through npm, which takes its share of the time.
function startWithNpm({ name }: System, env: Record<string, string>) {
  const npm = process.env.npm_execpath;
  const args = ["--system", name];
  const command = npm
    ? [npm, "start", "--", ...args]
    : [join(root, "infra/local/bootstrap.mjs"), "start", ...args];
  return spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
    detached: hasGroups,
  });
}

// A signal for npm alone may end npm alone: so it goes to the whole process group.
function endAll({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(hasGroups ? -pid : pid, "SIGTERM");
}

async function untilFree(ports: number[]): Promise<void> {
  const isTaken = (port: number) => isUp(`http://localhost:${port}/healthz`);
  while ((await Promise.all(ports.map(isTaken))).includes(true)) await pause(50);
}

async function residentMb(url: string): Promise<number> {
  const { text } = await ask(`${url}/metrics`);
  const bytes = Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1]);
  return Math.round(bytes / 1024 / 1024);
}
