// One process from its start to its end: its lines, how to ask it to stop, and what happens when it does not listen.
// Knows nothing of services, ports or restarts.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface ProcessPlan {
  name: string;
  folder: string;
  /** Everything after `node`. */
  arguments: string[];
  env: NodeJS.ProcessEnv;
  /** The process stands around the real one (nodemon): SIGKILL is for that one, which gets it with the message "kill". */
  isWrapper?: true;
}

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** In words that follow the name of the process. */
export function describeEnd({ code, signal }: Ending, restartInMs: number | undefined): string {
  const how = signal ? `was killed (${signal})` : `ended with code ${code}`;
  if (restartInMs !== undefined) return `${how}. It starts again in ${restartInMs / 1000} s.`;
  return `${how}. It is not started again: what it has logged must be put right first.`;
}

export interface RunningProcess {
  pid: number | undefined;
  ended: Promise<Ending>;
  kill: (signal: NodeJS.Signals) => void;
  /** Asks politely, and kills after the deadline. Settles when the process is gone. */
  stop: (deadlineMs?: number) => Promise<Ending>;
}

export function startProcess(
  plan: ProcessPlan,
  onLine: (line: string) => void,
  platform: NodeJS.Platform = process.platform,
): RunningProcess {
  // The fourth pipe is a lifeline: it breaks when we die, however we die, and the child then stops by itself.
  const child = spawn(process.execPath, plan.arguments, {
    cwd: plan.folder,
    env: plan.env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    windowsHide: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", onLine);
  }

  const ended = new Promise<Ending>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", (error) => {
      onLine(`cannot be started: ${error.message}`);
      if (child.pid === undefined) resolve({ code: 1, signal: null });
    });
  });

  async function stop(deadlineMs = 8000): Promise<Ending> {
    askToStop();
    const timer = setTimeout(() => child.kill("SIGKILL"), deadlineMs);
    const ending = await ended;
    clearTimeout(timer);
    return ending;
  }

  // Windows has no SIGTERM to speak of: there it would end the process on the spot.
  function askToStop(): void {
    if (platform !== "win32") child.kill("SIGTERM");
    else if (child.connected) child.send("stop", () => {});
  }

  // Killed itself, a wrapper would leave the real one time to stop in order.
  function kill(signal: NodeJS.Signals): void {
    if (signal === "SIGKILL" && plan.isWrapper && child.connected) child.send("kill", () => {});
    else child.kill(signal);
  }

  return { pid: child.pid, ended, kill, stop };
}
