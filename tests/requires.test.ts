// What a machine lacks is skipped by name, and fails where everything was promised.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { findProgram } from "../infra/local/find-program.ts";

const run = promisify(execFile);

/** Runs the example in which a program is missing, as `npm test` would. */
async function runExample(
  env: Record<string, string>,
): Promise<{ failed: boolean; report: string }> {
  const command = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config=tests/examples/vitest.config.ts",
    "--reporter=verbose",
  ];
  const options = { env: { ...process.env, REQUIRE_ALL: "", NO_COLOR: "1", ...env } };
  return run(process.execPath, command, options).then(
    ({ stdout }) => ({ failed: false, report: stdout }),
    ({ stdout, stderr }) => ({ failed: true, report: stdout + stderr }),
  );
}

describe("A test that needs a program", () => {
  it("finds it where a variable says it is", () => {
    process.env.NATS_SERVER = "/here/nats-server";

    expect(findProgram("nats")).toBe("/here/nats-server");
    delete process.env.NATS_SERVER;
  });

  it("is skipped by name when the program is missing", async () => {
    const { failed, report } = await runExample({ PATH: "" });

    expect(failed).toBe(false);
    expect(report).toMatch(/The cluster \(needs nats, which is not installed\)/);
  });

  it("fails when everything was promised", async () => {
    const { failed, report } = await runExample({ PATH: "", REQUIRE_ALL: "1" });

    expect(failed).toBe(true);
    expect(report).toContain("nats is not installed, and REQUIRE_ALL=1 promises it.");
  });
});
