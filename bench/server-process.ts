// A server that is not ours (a broker, a database) as a process of its own on a free port, with its data in a folder that
// is thrown away. It is up as soon as it listens on its port.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import type { RunningServer } from "./systems/system.ts";

interface ServerPlan {
  program: string;
  args: string[];
  port: number;
  folder: string;
  env?: Record<string, string>;
  /** Of the user it runs as, for those that refuse to run as root. */
  uid?: number | undefined;
}

const START_MS = 60_000;

export async function startServer({
  program,
  args,
  port,
  folder,
  env,
  uid,
}: ServerPlan): Promise<Pick<RunningServer, "stop">> {
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(uid !== undefined && { uid, gid: uid }),
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on("line", (line) => lines.push(line));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;

  async function stop(): Promise<void> {
    if (isOver()) return;
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await once(child, "exit");
    clearTimeout(timer);
  }
  // Ctrl-C, or an uncaught error: it must not outlive us.
  const killAtOnce = () => child.kill("SIGKILL");
  process.once("exit", killAtOnce);
  child.once("exit", () => process.off("exit", killAtOnce));

  const deadline = performance.now() + START_MS;
  while (!(await isListening(port))) {
    if (isOver() || performance.now() > deadline) {
      await stop();
      throw new Error(`${program} did not start:\n${lines.slice(-10).join("\n")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { stop };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
