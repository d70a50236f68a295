// The main.ts of one service as a process for one test, for what it does at its start and at its end.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { expect, onTestFinished } from "vitest";
import { nodeFlags } from "../../infra/local/service-process.ts";

/** A line of its log. */
export interface LogLine {
  level: number;
  msg: string;
  port?: number;
}

/** Runs it until it ends by itself. `file` is absolute. */
export async function runMain(file: string, env: NodeJS.ProcessEnv) {
  const child = spawnMain(file, env);
  const [code, out, errors] = await Promise.all([
    new Promise((resolve) => child.once("exit", resolve)),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, out, errors };
}

/** Settles when it listens, on a port of its own choice. It is killed when the test is over. */
export async function startMain(file: string, env: NodeJS.ProcessEnv) {
  const lines: LogLine[] = [];
  const child = spawnMain(file, env);
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(JSON.parse(line)));
  const port = () => lines.find((line) => line.port)?.port;
  await expect.poll(port, { timeout: 60_000 }).toBeTruthy();
  return { url: `http://localhost:${port()}`, lines, kill: () => child.kill("SIGKILL") };
}

function spawnMain(file: string, env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [...nodeFlags(), file], {
    env: { ...process.env, LOG_LEVEL: "info", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}
