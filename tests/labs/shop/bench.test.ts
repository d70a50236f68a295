// `npm run bench -- shop` as its reader types it, with small numbers: it ends, with its tables and a file of figures.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { root } from "../../../infra/local/services.ts";

const run = promisify(execFile);
const BOOTSTRAP = join(root, "infra/local/bootstrap.mjs");

// Two shops and a blog.
it("npm run bench -- shop --quick shows both workloads, and keeps the figures", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bench-shop-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const file = join(folder, "results.json");
  const options = ["shop", "--quick", "--folder", folder, "--results", file];

  const { stdout } = await run(process.execPath, [BOOTSTRAP, "bench", ...options], { cwd: root });

  expect(stdout).toMatch(/^our gateway +[\d.,]+ +[\d.,]+$/m);
  expect(stdout).toMatch(/^done p50, 20\/s, ms +[\d.,]+ +[\d.,]+ \([\d.]+x\)$/m);
  const { workloads } = JSON.parse(await readFile(file, "utf8"));
  for (const { contestants } of workloads)
    expect(contestants.map(({ faults }: { faults: string[] }) => faults)).toEqual([[], []]);
}, 400_000);
