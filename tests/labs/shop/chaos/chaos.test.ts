// A short run of the shop while its processes die. `npm run chaos -- --system shop` runs it as long as one likes.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { describeShopReport, runShopChaos } from "./run.ts";

const SEED = 1;
const DURATION_MS = 45_000;

it("The shop loses no order and never oversells while its processes are killed and frozen", async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), "shop-chaos-run-"));
  const onProgress = () => {};

  const report = await runShopChaos({
    seed: SEED,
    durationMs: DURATION_MS,
    dataFolder,
    onProgress,
  });

  expect(report.violations, `${describeShopReport(report)}\n${dataFolder}`).toEqual([]);
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
}, 400_000);
