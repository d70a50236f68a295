// How a service's TypeScript becomes a process, as it is: nothing is compiled to disk by us.

import { join } from "node:path";
import type { ProcessPlan } from "./child-process.ts";
import { root, type ServicePlan } from "./services.ts";

/** Flags that come before the file to run. */
export function nodeFlags(): string[] {
  return [
    // Node 20 cannot read TypeScript by itself. The tsx command would be a second process beside each service.
    ...(process.features.typescript ? [] : ["--import", "tsx"]),
    // Node 22 calls its SQLite and its TypeScript experimental, once per process.
    "--disable-warning=ExperimentalWarning",
    // Most of what a request makes is garbage a moment later: a small nursery keeps six idle processes small.
    "--max-semi-space-size=2",
  ];
}

export function serviceProcess(plan: ServicePlan, env: NodeJS.ProcessEnv): ProcessPlan {
  return {
    name: plan.name,
    folder: plan.folder,
    arguments: [...nodeFlags(), plan.entry],
    env: { ...compileCache, ...env, ...plan.env },
  };
}

// From Node 22 on, compiled code is remembered there, which makes the next start faster.
const compileCache = { NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "compiled") };
