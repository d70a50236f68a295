// A bus that cannot use its log ends at once, with one line that a person can act on.

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { openBus } from "../src/bus.ts";
import { newLogFile } from "./test-folder.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const flags = process.features.typescript ? [] : ["--import", "tsx/esm"];

async function startProcess(env: Record<string, string>) {
  const child = spawn(process.execPath, [...flags, "--disable-warning=ExperimentalWarning", main], {
    env: { ...process.env, LOG_LEVEL: "info", PORT: "0", ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [code, out, errors] = await Promise.all([
    new Promise((resolve) => child.once("exit", resolve)),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, out, errors };
}

describe("The bus does not start", () => {
  it("when its log is damaged", { timeout: 30_000 }, async () => {
    const file = newLogFile();
    writeFileSync(file, "This is a letter, not a database. ".repeat(200));

    const { code, out, errors } = await startProcess({ DATABASE_URL: `sqlite:${file}` });

    expect(code).toBe(78);
    expect(JSON.parse(out)).toMatchObject({ level: 60, msg: `${file}: file is not a database` });
    expect(errors).toBe("");
  });

  it("when another process uses its log", { timeout: 30_000 }, async () => {
    const file = newLogFile();
    const bus = openBus({ file, subscribers: [], createTransport: () => ({}) as never });
    onTestFinished(bus.close);

    const { code, out } = await startProcess({ DATABASE_URL: `sqlite:${file}` });

    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      level: 60,
      msg: `${file} is in use by another process.`,
    });
  });

  it("when a setting is wrong, and names it", { timeout: 30_000 }, async () => {
    const { code, errors } = await startProcess({ SUBSCRIBERS: "posts=localhost:4000" });

    expect(code).toBe(78);
    expect(errors).toContain('SUBSCRIBERS: "posts=localhost:4000" is not name=http://host:port');
  });
});
