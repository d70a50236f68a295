// `npm run chaos`: the real processes under load while they are killed, frozen, cut off and confused; then the verdict.

import { rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chosenSystem } from "../../../infra/local/chosen-system.ts";
import { giveUp } from "../../../infra/local/terminal.ts";
import { orStop, readOptions, wholeNumber } from "../../../infra/local/options.ts";
import { root } from "../../../infra/local/services.ts";
import { describeReport, summary } from "./report.ts";
import { type Progress, runChaos, type RunOptions } from "./run.ts";

const help = `npm run chaos -- [options]    accidents of all kinds, under load, and the verdict

  --system blog  blog or shop
  --minutes 5    how long accidents happen; the verdict takes a little longer
  --seed 1       another number gives another schedule; without it, each run has its own

The verdict is also in chaos-report.json. Data and logs are kept when a promise was broken.`;

interface Outcome {
  violations: string[];
  vacuous: string[];
  /** For people, and for chaos-report.json. */
  text: string;
  summary: object;
}

// Each system has promises of its own, and so clients and a verdict of its own.
const RUNS: Record<string, (options: RunOptions) => Promise<Outcome>> = {
  async blog(of) {
    const report = await runChaos(of);
    const { violations, vacuous } = report;
    return { violations, vacuous, text: describeReport(report), summary: summary(report) };
  },
  async shop(of) {
    const { describeShopReport, runShopChaos } = await import("../../labs/shop/chaos/run.ts");
    const report = await runShopChaos(of);
    const { violations, vacuous } = report;
    return { violations, vacuous, text: describeShopReport(report), summary: report };
  },
};

const system = await chosenSystem();
const run = RUNS[system.name] ?? giveUp(`There is no chaos for the ${system.name} yet.`);
const options = readOptions(help, {
  minutes: { type: "string", default: "5" },
  seed: { type: "string", default: String(Date.now() % 1_000_000) },
});
const { seed, minutes } = orStop(() => ({
  seed: wholeNumber("--seed", options.seed, 0, 2 ** 31),
  minutes: wholeNumber("--minutes", options.minutes, 1, 24 * 60),
}));

const dataFolder = await mkdtemp(join(tmpdir(), `${system.name}-chaos-run-`));
console.log(`Seed ${seed}, ${minutes} minutes; data and logs in ${dataFolder}`);

const durationMs = minutes * 60_000;
const outcome = await run({ seed, durationMs, dataFolder, onProgress: createProgressLine() });
console.log(`\n${outcome.text}`);
writeFileSync(join(root, "chaos-report.json"), `${JSON.stringify(outcome.summary, null, 2)}\n`);

const isWell = outcome.violations.length === 0 && outcome.vacuous.length === 0;
if (isWell) rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
else console.log(`The data, the logs and the history are kept in ${dataFolder}.`);
process.exit(isWell ? 0 : 1);

/** One line that changes, in a terminal, and a line now and then where the output goes to a file. */
function createProgressLine(): (progress: Progress) => void {
  let printedAt = 0;
  return ({ phase, elapsedMs, operations, events, accidents, now }) => {
    const clock = new Date(elapsedMs).toISOString().slice(11, 19);
    const line = `${clock} ${phase}: ${operations} operations, ${events} events, ${accidents} accidents. ${now.join("; ")}`;
    if (process.stdout.isTTY)
      process.stdout.write(`\r\u001b[K${line.slice(0, process.stdout.columns - 1)}`);
    else if (elapsedMs - printedAt > 15_000) {
      printedAt = elapsedMs;
      console.log(line);
    }
  };
}
