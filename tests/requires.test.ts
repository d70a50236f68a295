// What a machine lacks is skipped by name, and fails where everything was promised.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { findProgram } from "../infra/local/find-program.ts";

const run = promisify(execFile);

/** Runs the example in which a program is missing, as `npm test` would: once as it is, and once with everything promised. */
async function runExample(): Promise<string> {
  const command = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config=tests/examples/vitest.config.ts",
    "--reporter=verbose",
  ];
  const options = { env: { ...process.env, NO_COLOR: "1" } };
  // One of the two fails, and so does the command.
  return run(process.execPath, command, options).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }) => stdout + stderr,
  );
}

describe("A test that needs a program", () => {
  it("finds it where a variable points", () => {
    process.env.NATS_SERVER = "/here/nats-server";

    expect(findProgram("nats")).toBe("/here/nats-server");
    delete process.env.NATS_SERVER;
  });

  it("is skipped by name when the program is missing, and fails when everything was promised", async () => {
    const report = await runExample();

    expect(report).toMatch(/↓ \|skipped\| .*The cluster \(needs nats, which is not installed\)/);
    expect(report).toMatch(/× \|promised\| .*The cluster \(needs nats\)/);
    expect(report).toContain("nats is not installed, and REQUIRE_ALL=1 promises it.");
    expect(report).toMatch(/Tests +1 failed \| 1 skipped \(2\)/);
  });
});
