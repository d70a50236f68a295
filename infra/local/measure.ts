// Prints the two figures of the README: how long `npm start` takes until everything is ready, and how much memory the six
// processes hold when idle. Run twice on a fresh clone: the first start builds the client.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { arch, availableParallelism, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePorts } from "./ports.ts";
import { waitUntilUp } from "./readiness.ts";
import { planServices, portVariable, root } from "./services.ts";

const IDLE_MS = 5000;

const dataFolder = await mkdtemp(join(tmpdir(), "blog-measure-"));
const names = planServices({ env: {}, dataFolder }).map(({ name }) => name);
const ports = await findFreePorts(names.length);
const env = Object.fromEntries(names.map((name, i) => [portVariable(name), String(ports[i])]));
const plans = planServices({ env, dataFolder });

const startedAt = performance.now();
const runner = startWithNpm();
const ended = new Promise<void>((resolve) => runner.once("exit", () => resolve()));
await waitUntilUp(
  plans.map(({ name, url }) => ({ name, url: `${url}/readyz` })),
  new AbortController().signal,
);
const readyMs = performance.now() - startedAt;
await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
const memory = await Promise.all(
  plans.map(async ({ name, url }) => ({ name, ...(await residentMb(url)) })),
);
runner.kill("SIGTERM");
await ended;
await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });

const total = memory.reduce((sum, { mb }) => sum + mb, 0);
console.log(`Node ${process.version}, ${platform()} ${arch()}, ${availableParallelism()} cores`);
console.log(`ready ${(readyMs / 1000).toFixed(1)} s after npm start`);
console.log(
  `${total} MB resident, idle: ${memory.map(({ name, mb }) => `${name} ${mb}`).join(", ")}`,
);

// The same command npm runs, through npm, which takes its share of the time.
function startWithNpm() {
  const npm = process.env.npm_execpath;
  const command = npm ? [npm, "start"] : [join(root, "infra/local/bootstrap.mjs"), "start"];
  return spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...env, DATA_FOLDER: dataFolder },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function residentMb(url: string): Promise<{ mb: number }> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const bytes = Number(/^process_resident_memory_bytes (\d+)/m.exec(metrics)?.[1]);
  return { mb: Math.round(bytes / 1024 / 1024) };
}
