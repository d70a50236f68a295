// `npm run bench`: ours against what one would pick instead, in one run, in turn; a lab's workloads if the command names it.
// Prints a table for each workload and writes all figures to a file.

import { realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { orStop, readOptions, wholeNumber } from "../infra/local/options.ts";
import { giveUp } from "../infra/local/terminal.ts";
import { benchNames, chosenBench } from "./chosen-bench.ts";
import { examineEngines, nameOfEngines, parseEngines } from "./engines.ts";
import { createProgressLine } from "./progress-line.ts";
import { toTable } from "./report.ts";
import { describeMachine, type Finished, type Machine, writeResults } from "./results.ts";
import { createStops, runWorkload } from "./rounds.ts";
import { FULL, QUICK } from "./scale.ts";

const bench = await chosenBench().catch((error: Error) => giveUp(error.message));
const isBlog = bench.name === "blog";
const last = Math.max(...bench.createWorkloads(QUICK).map(({ number }) => number));

const help = `npm run bench -- [${benchNames().join("|")}] [options]    measures ours and what it is compared with, in turn

  --only 1,2      only these workloads (1 to ${last})
  --rounds 5      rounds that count; the median is shown
  --quick         small numbers: shows that it works, and measures no speed
  --folder /tmp   where every system keeps its data: a disk whose fsync you want to measure
  --results file  where the figures go

The blog over the engines past one machine as well (docs/scaling.md), if you have the servers:
  --nats nats://localhost:4222                    NATS carries the events: workloads 1, 2, 4, 5 and 7
  --rabbitmq amqp://me:secret@localhost           RabbitMQ carries them: workloads 1, 2 and 4
  --postgres postgres://me:secret@localhost/blog  PostgreSQL keeps posts and comments: workload 4
  --replicas 3                                    so many processes of each service
What is put there lies in streams (BLOG_BENCH_…) and databases (blog_bench_…) of the benchmark's own, and is removed
again; what else is there is neither read nor changed.`;

const fileName = isBlog ? "results.json" : `results-${bench.name}.json`;
const options = readOptions(help, {
  only: { type: "string" },
  rounds: { type: "string" },
  quick: { type: "boolean", default: false },
  folder: { type: "string", default: tmpdir() },
  nats: { type: "string" },
  rabbitmq: { type: "string" },
  postgres: { type: "string" },
  replicas: { type: "string", default: "1" },
  results: { type: "string", default: fileURLToPath(new URL(fileName, import.meta.url)) },
});
const scale = options.quick ? QUICK : FULL;
const { rounds, only, engines } = orStop(() => ({
  rounds: wholeNumber("--rounds", options.rounds ?? String(scale.rounds), 1, 1000),
  only: options.only?.split(",").map((number) => wholeNumber("--only", number, 1, last)),
  engines: parseEngines(options),
}));
if (engines && !isBlog)
  giveUp("--nats, --rabbitmq, --postgres and --replicas are for the benchmark of the blog.");

const folder = await realpath(options.folder);
const machine: Machine = await describeMachine(folder);
console.log(`Node ${machine.node}, ${machine.system}, ${machine.cores} x ${machine.cpu}`);
if (machine.isFolderInMemory)
  console.log(
    `${folder} is in memory: an fsync costs nothing there. --folder names another place.`,
  );

const stops = createStops();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void stops.end().then(() => process.exit(130)));

if (engines) {
  const versions = await examineEngines(engines, stops.add).catch((error: Error) => error);
  await stops.run();
  if (versions instanceof Error) {
    console.error(versions.message);
    process.exit(1);
  }
  machine.engines = { ...versions, replicas: engines.replicas };
  const known = Object.values(versions).filter(Boolean).join(", ");
  console.log(`Past one machine: ${nameOfEngines(engines)} (${known})`);
}

const finished: Finished[] = [];
const broken: string[] = [];
const workloads = bench.createWorkloads(scale, engines);
for (const workload of workloads.filter(({ number }) => !only || only.includes(number))) {
  const progress = createProgressLine(`${workload.number}. ${workload.title}`);
  const onProgress = progress.show;
  const results = await runWorkload(workload, { rounds, folder, onProgress, stops });
  progress.end();
  finished.push({ workload, results });
  console.log(`\n${toTable(workload, results)}`);
  broken.push(...(workload.findBroken?.(results) ?? []));
  await writeResults(options.results, machine, { ...scale, rounds }, finished);
}
console.log(`All rounds of all: ${options.results}`);
// A peer that loses events is a finding. If we do, or cannot be measured at all, the run has failed.
const ours = finished.flatMap(({ results }) => results.filter((each, i) => i === 0 || each.isOurs));
const isFailed = ours.some(({ faults }) => faults.length > 0) || broken.length > 0;
for (const sentence of broken) console.error(`✗ ${sentence}`);
process.exit(isFailed ? 1 : 0);
