// `npm run bench -- library` as its reader types it, with small numbers: it ends, with its tables and a file of figures.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../../infra/local/services.ts";

const run = promisify(execFile);
const BOOTSTRAP = join(root, "infra/local/bootstrap.mjs");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-library-"));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

// Four processes of the library, which is started once, and two for each kind of calls.
describe("npm run bench -- library --quick", { timeout: 400_000 }, () => {
  it("shows each way to answer and each kind of calls, and keeps the figures", async () => {
    const file = join(folder, "results.json");
    const options = ["library", "--quick", "--folder", folder, "--results", file];

    const { stdout } = await run(process.execPath, [BOOTSTRAP, "bench", ...options], { cwd: root });

    expect(stdout).toMatch(/^away: answered, % +100 +0\.00/m);
    expect(stdout).toMatch(/^for one question, calls +0\.00 +2\.00 +21\.0/m);
    expect(stdout).toMatch(/^one author, 32 in flight, \/s( +[\d.,]+( \([\d.]+x\))?){4}$/m);
    const { workloads } = JSON.parse(await readFile(file, "utf8"));
    const [ways, calls] = workloads;
    expect(ways.contestants).toHaveLength(4);
    for (const { faults } of ways.contestants) expect(faults).toEqual([]);
    expect(calls.contestants.map(({ rounds }: { rounds: unknown[] }) => rounds.length)).toEqual([
      ...[1, 1, 1, 1],
    ]);
  });

  it.each([
    [["shop-floor"], /^There is no benchmark of "shop-floor"\. There are: blog, library, shop\.$/m],
    [["library", "--only", "3"], /^--only is "3"; it must be a whole number from 1 to 2\.$/m],
    [["library", "--replicas", "2", "--nats", "nats://localhost"], /are for the benchmark of/],
  ])("refuses %j", async (options, sentence) => {
    const failed = run(process.execPath, [BOOTSTRAP, "bench", ...options], { cwd: root });

    await expect(failed).rejects.toMatchObject({ stderr: expect.stringMatching(sentence) });
  });
});
