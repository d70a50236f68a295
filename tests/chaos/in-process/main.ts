// `npm run chaos:in-process -- --seed 7`: one run of the simulation, and the hash of its history; `--history` prints all of
// it. `--seeds 10000 --from 1`: that many runs, on all processors.

import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { neverStruck } from "./operations.ts";
import type { Run } from "./simulation.ts";

// What the bus warns of is a part of the accidents.
process.env.LOG_LEVEL ||= "silent";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    /** For the processes of `--seeds`: every so many seeds, and one line of JSON for each. */
    every: { type: "string" },
    history: { type: "boolean", default: false },
  },
});
const [from, count] = [whole(values.from), whole(values.seeds)];

if (values.seed !== undefined) await runOne(whole(values.seed));
else if (values.every !== undefined) await runShare(whole(values.every));
else await runMany();

async function runOne(seed: number): Promise<void> {
  const { simulate } = await import("./simulation.ts");
  const started = performance.now();
  const run = await simulate(seed, values.history ? { print: console.log } : {});
  const [inside, outside] = [run.simulatedMs, performance.now() - started].map(inSeconds);
  console.log(`seed ${seed}: ${run.hash} (${inside} of the system in ${outside})`);
  for (const promise of run.broken) console.log(`  ${promise}`);
  process.exitCode = run.broken.length > 0 ? 1 : 0;
}

async function runShare(every: number): Promise<void> {
  const { simulate } = await import("./simulation.ts");
  for (let seed = from; seed < from + count; seed += every) {
    const { accidents, ...run } = await simulate(seed);
    process.stdout.write(`${JSON.stringify({ ...run, accidents: [...accidents] })}\n`);
  }
}

async function runMany(): Promise<void> {
  const started = performance.now();
  const accidents = new Map<string, number>();
  const broken: Run[] = [];
  let done = 0;
  let simulatedMs = 0;

  function take(run: Run): void {
    done += 1;
    simulatedMs += run.simulatedMs;
    for (const [name, times] of run.accidents)
      accidents.set(name, (accidents.get(name) ?? 0) + times);
    if (run.broken.length > 0) report(run, broken);
    showProgress(done, started);
  }

  const shares = Math.min(availableParallelism(), count);
  await Promise.all(
    Array.from({ length: shares }, (_, share) => runInProcess(share, shares, take)),
  );

  const tookMs = performance.now() - started;
  const struck = [...accidents].toSorted(([one], [other]) => (one < other ? -1 : 1));
  console.log(struck.map(([name, times]) => `${name}: ${times}`).join(", "));
  const perSecond = (1000 * done) / tookMs;
  console.log(
    `${done} seeds in ${inSeconds(tookMs)}, ${perSecond.toFixed(1)} a second; ${inSeconds(simulatedMs)} of the system.`,
  );
  const missing = neverStruck(accidents);
  if (missing.length > 0) console.log(`This has shown nothing about: ${missing.join(", ")}.`);
  if (broken.length > 0) console.log(`${broken.length} seeds broke a promise.`);
  const isOk = done === count && broken.length === 0 && (missing.length === 0 || count < 100);
  process.exitCode = isOk ? 0 : 1;
}

function runInProcess(share: number, shares: number, take: (run: Run) => void): Promise<void> {
  const bootstrap = fileURLToPath(new URL("../../../infra/local/bootstrap.mjs", import.meta.url));
  const seeds = ["--from", String(from + share), "--seeds", String(count - share)];
  const child = spawn(
    process.execPath,
    [bootstrap, "chaos-in-process", ...seeds, "--every", String(shares)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  createInterface({ input: child.stdout }).on("line", (line) => {
    // Written by runShare.
    const run = JSON.parse(line) as Omit<Run, "accidents"> & { accidents: [string, number][] };
    take({ ...run, accidents: new Map(run.accidents) });
  });
  return new Promise((resolve) => child.once("close", () => resolve()));
}

function report(run: Run, broken: Run[]): void {
  broken.push(run);
  if (broken.length > 10) return;
  console.log(`\nseed ${run.seed} breaks a promise: ${run.broken.slice(0, 3).join("; ")}`);
  console.log(`replay it: npm run chaos:in-process -- --seed ${run.seed} --history`);
}

function showProgress(done: number, started: number): void {
  if (!process.stdout.isTTY || (done % 10 !== 0 && done !== count)) return;
  const filled = Math.round((30 * done) / count);
  const leftMs = ((performance.now() - started) / done) * (count - done);
  const bar = "█".repeat(filled) + "░".repeat(30 - filled);
  process.stdout.write(`\r${bar} ${done} of ${count}, ${inSeconds(leftMs)} left   `);
  if (done === count) process.stdout.write("\n");
}

function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new RangeError(`"${text}" is no number.`);
  return number;
}
