// The results as a file: every round of every contestant, the machine, and the versions of what took part.

import { execFile } from "node:child_process";
import { statfs, writeFile } from "node:fs/promises";
import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { findProgram } from "../infra/local/find-program.ts";
import { isReached, ratio } from "./report.ts";
import type { ContestantResult } from "./rounds.ts";
import type { AnyWorkload } from "./workload.ts";

const run = promisify(execFile);
/** What Linux calls a file system in memory. */
const TMPFS = 0x01021994;

export async function describeMachine(folder: string) {
  return {
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? "unknown",
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    isFolderInMemory: (await statfs(folder)).type === TMPFS,
    versions: {
      redis: await versionOf(findProgram("redis"), "--version"),
      nats: await versionOf(findProgram("nats"), "--version"),
      postgres: await versionOf(findProgram("postgres"), "--version"),
      rabbitmq: await versionOf(besides(findProgram("rabbitmq"), "rabbitmqctl"), "version"),
    },
  };
}

export type Machine = Awaited<ReturnType<typeof describeMachine>> & {
  /** Those past one machine, if they took part. */
  engines?: object;
};

async function versionOf(program: string | undefined, flag: string): Promise<string | undefined> {
  if (program === undefined) return undefined;
  // A program that does not print its version may take part all the same.
  const { stdout, stderr } = await run(program, [flag]).catch(() => ({ stdout: "", stderr: "" }));
  return /\d+(\.\d+)+/.exec(stdout + stderr)?.[0];
}

// The server itself would start, instead of printing its version.
function besides(program: string | undefined, other: string): string | undefined {
  return program && join(dirname(program), other);
}

export interface Finished {
  workload: AnyWorkload;
  results: ContestantResult[];
}

export async function writeResults(
  file: string,
  machine: Machine,
  scale: object,
  finished: Finished[],
): Promise<void> {
  const workloads = finished.map(({ workload, results }) => {
    const { number, title, explanation, measures, goals } = workload;
    return {
      number,
      title,
      explanation,
      measures,
      contestants: results.map((result) => ({
        ...result,
        /** How many times as good the first contestant is. */
        firstIsTimesAsGood: Object.fromEntries(
          measures.map((measure) => [measure.name, ratio(measure, results[0], result)]),
        ),
      })),
      goals: goals.map((goal) => ({ ...goal, reached: isReached(measures, goal, results) })),
    };
  });
  const content = { time: new Date().toISOString(), machine, scale, workloads };
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
}
