// Plans for the stand-ins, and a way to see whether a process is there.

import { fileURLToPath } from "node:url";
import type { ProcessPlan } from "../local/child-process.ts";

const folder = fileURLToPath(new URL("stand-ins/", import.meta.url));

export function standIn(script: string, env: Record<string, string> = {}): ProcessPlan {
  return {
    name: script.replace(".mjs", ""),
    folder,
    arguments: [script],
    env: { ...process.env, ...env },
  };
}

export function isRunning(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
