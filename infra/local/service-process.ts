// How a service's TypeScript becomes a process, as it is: nothing is compiled to disk by us.

import { join } from "node:path";
import type { ProcessPlan } from "./child-process.ts";
import { root, type ServicePlan } from "./services.ts";

/** Flags with which Node runs our TypeScript. */
export function nodeFlags(): string[] {
  return [
    ...(process.features.typescript ? nativeTypeScript : registeredTypeScript),
    // Node 22 calls its SQLite and its TypeScript experimental, once per process.
    "--disable-warning=ExperimentalWarning",
  ];
}

// Node 20 cannot read TypeScript by itself. The tsx command would be a second process beside each service, and all of tsx is
// also for require(), by which nothing of ours is loaded: an eighth of the time.
const registeredTypeScript = ["--import", "tsx/esm"];

// Node's translator is WebAssembly that works for a moment at the start: optimising it costs more than it gains.
const nativeTypeScript = ["--wasm-tiering-budget=200000000"];

// In MB. Most of what a request makes is garbage a moment later: a small nursery keeps idle processes small. In the bus an
// event stays until every subscriber has it, and would be moved out of one so small.
const nurserySize = ({ name }: ServicePlan) => (name === "event-bus" ? 8 : 2);

export function serviceProcess(plan: ServicePlan, env: NodeJS.ProcessEnv): ProcessPlan {
  return {
    name: plan.name,
    folder: plan.folder,
    arguments: [...nodeFlags(), `--max-semi-space-size=${nurserySize(plan)}`, plan.entry],
    env: { ...thrift, ...env, ...withOwnInspector(env), ...plan.env },
  };
}

// With one port for all, only the first process could be debugged. Each logs the one that the system has given it.
function withOwnInspector({ NODE_OPTIONS }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inspect = /--inspect(-brk|-wait)?(?:=(?:(\S+):)?\d+)?(?=\s|$)/g;
  const options = NODE_OPTIONS?.replace(
    inspect,
    (_flag, kind = "", host = "127.0.0.1") => `--inspect${kind}=${host}:0`,
  );
  return options === undefined ? {} : { NODE_OPTIONS: options };
}

const thrift = {
  // From Node 22 on, compiled code is kept there when a process stops. From 24 on, so is what was translated from
  // TypeScript: then the translator need not be loaded, which saves 15 MB a process.
  NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "compiled"),
  // glibc gives each thread a heap of its own and returns little of it.
  MALLOC_ARENA_MAX: "1",
};
