// A command ends when npm is gone, however it went; and stays when a shell was left on purpose. With the real npm.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { isRunning } from "./processes.ts";

const script = fileURLToPath(new URL("stand-ins/watched.mjs", import.meta.url));
const WAIT = { timeout: 15_000, interval: 50 };

interface Scene {
  folder: string;
  env: NodeJS.ProcessEnv;
  diary(): string[];
  pid(): Promise<number>;
}

/** `start` is the line in package.json. */
function scene(start: string): Scene {
  const folder = mkdtempSync(join(tmpdir(), "blog-launchers-"));
  const file = join(folder, "diary");
  writeFileSync(file, "");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ scripts: { start, again: AGAIN } }));
  const diary = () => readFileSync(file, "utf8").split("\n").filter(Boolean);
  const pid = () =>
    vi.waitFor(() => {
      expect(diary().length).toBeGreaterThan(1);
      return Number(diary()[0]);
    }, WAIT);
  onTestFinished(async () => {
    const started = Number(diary()[0]);
    if (started && isRunning(started)) process.kill(started, "SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return { folder, env: { ...process.env, DIARY: file, SCRIPT: script }, diary, pid };
}

const PLAIN = 'node "$SCRIPT"';
/** The shell stays between npm and the command, because it has something to do afterwards. */
const BEHIND_SHELL = `${PLAIN}; true`;
const AGAIN = "npm start; true";

function run({ folder, env }: Scene, command: string, ...args: string[]): ChildProcess {
  const child = spawn(command, args, { cwd: folder, env, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

async function expectGone(started: Scene, pid: number): Promise<void> {
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), WAIT);
  // Asked to end by a signal, it may have no time for a last word.
  expect(started.diary().length).toBeGreaterThan(1);
}

describe.skipIf(process.platform === "win32")("A command that npm has started", () => {
  it.each([
    ["npm is killed", PLAIN, ["start"], "SIGKILL"],
    ["npm is asked to stop", PLAIN, ["start"], "SIGTERM"],
    ["npm is killed, with a shell between", BEHIND_SHELL, ["start"], "SIGKILL"],
    ["npm is asked to stop, with a shell between", BEHIND_SHELL, ["start"], "SIGTERM"],
    ["an npm that has started another npm is killed", BEHIND_SHELL, ["run", "again"], "SIGKILL"],
  ] as const)("ends when %s", async (_case, start, args, signal) => {
    const started = scene(start);
    const npm = run(started, "npm", ...args);
    const pid = await started.pid();

    npm.kill(signal);

    await expectGone(started, pid);
  });

  // What these systems are asked, Linux answers as well.
  it.each([
    ["darwin", BEHIND_SHELL],
    ["win32", "exec " + PLAIN],
  ])("ends when npm is killed, looked for as on %s", async (platform, start) => {
    const started = scene(start);
    started.env.PLATFORM = platform;
    const npm = run(started, "npm", "start");
    const pid = await started.pid();

    npm.kill("SIGKILL");

    await expectGone(started, pid);
  });

  it.runIf(process.platform === "linux")("ends when the shell between is killed", async () => {
    const started = scene(BEHIND_SHELL);
    run(started, "npm", "start");
    const pid = await started.pid();

    process.kill(parentOf(pid), "SIGKILL");

    await expectGone(started, pid);
  });
});

describe.skipIf(process.platform === "win32")("A command that was left running on purpose", () => {
  it.each([
    ["by npm, from a shell that has ended", "nohup npm start & wait_for_diary"],
    ["without npm, from a shell that has ended", `nohup node "$SCRIPT" & wait_for_diary`],
  ])("stays, %s", async (_case, line) => {
    const started = scene(PLAIN);
    // It was not npm that has started this test either.
    started.env.npm_lifecycle_event = undefined;
    const wait = 'wait_for_diary() { until [ -s "$DIARY" ]; do sleep 0.05; done; }';
    const shell = run(started, "sh", "-c", `${wait}; ${line}`);
    const pid = await started.pid();
    await vi.waitFor(() => expect(shell.exitCode).toBe(0), WAIT);

    const before = started.diary().length;
    await vi.waitFor(() => expect(started.diary().length).toBeGreaterThan(before + 10), WAIT);

    expect(started.diary()).not.toContain("gone");
    expect(isRunning(pid)).toBe(true);
  });
});
