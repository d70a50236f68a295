// `npm start` as a user has it in a terminal, for tests: on free ports, with its data in a temporary folder.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildClient, isBuildFresh } from "../../infra/local/client-build.ts";
import { findFreePorts, portState } from "../../infra/local/ports.ts";
import {
  planServices,
  root,
  type ServiceAddress,
  type ServicePlan,
  serviceAddresses,
} from "../../infra/local/services.ts";
import { blog } from "../../infra/systems/blog.ts";
import { portVariable } from "../../infra/systems/variables.ts";

export interface LocalBlog {
  /** What `npm start` starts. */
  plans: ServicePlan[];
  /** Every part, also those that are elsewhere. */
  addresses: ServiceAddress[];
  dataFolder: string;
  /** Runs a command of package.json beside it: "start", "doctor", … */
  command: (name: string, ...args: string[]) => Terminal;
  /** The same with other settings in the place of the blog's: for a system beside it. */
  commandWith: (settings: Record<string, string>, name: string, ...args: string[]) => Terminal;
  /** Forgets the data. */
  remove: () => Promise<void>;
}

export interface Terminal {
  output: () => string;
  /** The exit code, once it has ended. */
  ended: Promise<number | null>;
  /** What Ctrl-C does: every process of the terminal gets the signal at once. */
  pressCtrlC: () => void;
  /** The runner alone, and so that it cannot stop in order. */
  killHard: () => void;
}

/** `settings` are of the user's own, such as an address of a part that is elsewhere. */
export async function prepareLocalBlog(settings: Record<string, string> = {}): Promise<LocalBlog> {
  if (!isBuildFresh()) await buildClient();
  const dataFolder = await mkdtemp(join(tmpdir(), "blog-local-"));
  const names = planServices(blog, { env: {}, dataFolder }).map(({ name }) => name);
  const ports = await findFreePorts(names.length);
  const own = Object.fromEntries(names.map((name, i) => [portVariable(name), String(ports[i])]));
  const env = { ...own, ...settings };
  return {
    plans: planServices(blog, { env, dataFolder }),
    addresses: serviceAddresses(blog, { env }),
    dataFolder,
    command: (name, ...args) => open([name, ...args], { ...env, DATA_FOLDER: dataFolder }),
    commandWith: (others, name, ...args) => open([name, ...args], others),
    remove: () => rm(dataFolder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** The ports of the blog on which a process still listens. */
export async function portsInUse({ plans }: LocalBlog): Promise<number[]> {
  const states = await Promise.all(plans.map(({ port }) => portState(port)));
  return plans.filter((_, index) => states[index] !== "free").map(({ port }) => port);
}

function open(args: string[], env: Record<string, string>): Terminal {
  let output = "";
  const child = spawn(process.execPath, [join(root, "infra/local/bootstrap.mjs"), ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: undefined, ...env },
    // A process group of its own, as a shell gives to each command.
    detached: process.platform !== "win32",
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  return {
    output: () => output,
    ended: new Promise((resolve) => child.once("exit", resolve)),
    pressCtrlC: () => signalGroup(child, "SIGINT"),
    killHard: () => child.kill("SIGKILL"),
  };
}

function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  const hasEnded = exitCode !== null || signalCode !== null;
  if (pid !== undefined && !hasEnded) process.kill(-pid, signal);
}
