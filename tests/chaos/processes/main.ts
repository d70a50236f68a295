// `npm run chaos`: the real processes under load while they are killed, frozen, cut off and confused; then the verdict.

import { rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { orStop, readOptions, wholeNumber } from "../../../infra/local/options.ts";
import { root } from "../../../infra/local/services.ts";
import { describeReport, summary } from "./report.ts";
import { type Progress, runChaos } from "./run.ts";

const help = `npm run chaos -- [options]    accidents of all kinds, under load, and the verdict

  --minutes 5    how long accidents happen; the verdict takes a little longer
  --seed 1       another number gives another schedule; without it, each run has its own

The verdict is also in chaos-report.json. Data and logs are kept when a promise was broken.`;

const options = readOptions(help, {
  minutes: { type: "string", default: "5" },
  seed: { type: "string", default: String(Date.now() % 1_000_000) },
});
const { seed, minutes } = orStop(() => ({
  seed: wholeNumber("--seed", options.seed, 0, 2 ** 31),
  minutes: wholeNumber("--minutes", options.minutes, 1, 24 * 60),
}));

const dataFolder = await mkdtemp(join(tmpdir(), "blog-chaos-run-"));
console.log(`Seed ${seed}, ${minutes} minutes; data and logs in ${dataFolder}`);

const durationMs = minutes * 60_000;
const report = await runChaos({ seed, durationMs, dataFolder, onProgress: createProgressLine() });
console.log(`\n${describeReport(report)}`);
writeFileSync(join(root, "chaos-report.json"), `${JSON.stringify(summary(report), null, 2)}\n`);

const isWell = report.violations.length === 0 && report.vacuous.length === 0;
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
