// A short run of the process layer. It takes longer than all other tests together, so it runs with FULL=1 only; `npm run chaos`
// runs it as long as one likes.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeReport } from "./report.ts";
import { runChaos } from "./run.ts";

const SEED = 1;
const DURATION_MS = 60_000;

describe.runIf(process.env.FULL === "1")("The real processes", () => {
  it("keep every promise while they are killed, frozen, cut off and confused", async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), "blog-chaos-run-"));
    const onProgress = () => {};

    const report = await runChaos({ seed: SEED, durationMs: DURATION_MS, dataFolder, onProgress });

    // Whether every class of accident has struck within a minute is up to the machine; that promises are kept is not.
    expect(report.violations, `${describeReport(report)}\n${dataFolder}`).toEqual([]);
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }, 400_000);
});
