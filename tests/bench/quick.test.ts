// `npm run bench` as a user types it, with small numbers: it ends, with a table and a file of figures.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../infra/local/services.ts";

const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

// Eight processes, one after the other: on a busy machine that takes its time.
describe("npm run bench -- --quick", { timeout: 180_000 }, () => {
  it("shows ours and the course's, each with its figures, and keeps them", async () => {
    const file = join(folder, "results.json");
    const options = ["--quick", "--only", "3", "--folder", folder, "--results", file];

    const { stdout } = await run(process.execPath, [BOOTSTRAP, "bench", ...options], { cwd: root });

    expect(stdout).toMatch(/^ +ours, one by one +course bus$/m);
    for (const count of [1, 16, 128]) {
      const row = new RegExp(`^${count} in flight, /s +[\\d.,]+ +[\\d.,]+ \\([\\d.]+x\\)$`, "m");
      expect(stdout).toMatch(row);
    }
    const { machine, workloads } = JSON.parse(await readFile(file, "utf8"));
    expect(machine.node).toBe(process.version);
    expect(workloads).toHaveLength(1);
    expect(workloads[0]).toMatchObject({
      number: 3,
      contestants: [
        { name: "ours, one by one", faults: [], rounds: [{}] },
        { name: "course bus", faults: [], rounds: [{}] },
      ],
    });
  });

  it("names what it does not know", async () => {
    const failed = run(process.execPath, [BOOTSTRAP, "bench", "--only", "9"], { cwd: root });

    await expect(failed).rejects.toMatchObject({
      stderr: '--only is "9"; it must be a whole number from 1 to 8.\n',
    });
  });
});

const BOOTSTRAP = join(root, "infra/local/bootstrap.mjs");
