// A system as `npm run lab:library` and `npm run lab:shop` start it: processes of their own, on free ports, with their data in a
// temporary folder.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildClient, isBuildFresh } from "../../infra/local/client-build.ts";
import { findFreePorts } from "../../infra/local/ports.ts";
import type { ServiceFact } from "../../infra/local/service-board.ts";
import { portsOf } from "../../infra/local/service-ports.ts";
import { root, serviceAddresses } from "../../infra/local/services.ts";
import type { System } from "../../infra/systems/system.ts";
import { grpcVariable } from "../../infra/systems/variables.ts";
import { vi, expect } from "vitest";

const READY_WITHIN_MS = 100_000;

export interface LocalSystem {
  /** What every process of it has in its environment. */
  env: Record<string, string>;
  /** The number of its process, or of the last one that was started for it. */
  processOf(service: string): number;
  /** The text with this system's ports instead of the usual ones. */
  inPorts(text: string): string;
  /** Asks the runner to kill or to start one of them. Resolves once it has ended, or is ready. */
  act(verb: "kill" | "start", service: string): Promise<void>;
  stop(): Promise<void>;
}

/** Resolves once it is ready. `settings` are for every process of it, `options` those of the command. */
export async function startLocalSystem(
  system: System,
  settings: Record<string, string> = {},
  options: string[] = [],
): Promise<LocalSystem> {
  if (!isBuildFresh()) await buildClient();
  const dataFolder = await mkdtemp(join(tmpdir(), `${system.name}-`));
  const usual = system.services.flatMap(portsOf);
  const ports = await findFreePorts(usual.length);
  const moved = usual.map((own, index) => ({ ...own, to: ports[index] ?? 0 }));
  const env = {
    ...settings,
    DATA_FOLDER: dataFolder,
    ...Object.fromEntries(moved.map(({ variable, to }) => [variable, String(to)])),
  };
  const command = ["infra/local/bootstrap.mjs", "start", "--system", system.name, ...options];
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, NODE_ENV: undefined, LOG_LEVEL: "info", ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await vi
    .waitFor(() => expect(output).toContain("is ready"), { timeout: READY_WITHIN_MS })
    .catch(async () => {
      await stop();
      const lastLines = output.trimEnd().split("\n").slice(-20).join("\n");
      throw new Error(
        `The ${system.name} was not ready within ${READY_WITHIN_MS} ms:\n${lastLines}`,
      );
    });

  async function stop(): Promise<void> {
    child.kill("SIGINT");
    await ended;
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }

  const inPorts = (text: string) =>
    moved.reduce(
      (done, { port, to }) => done.replaceAll(`localhost:${port}`, `localhost:${to}`),
      text,
    );
  const page = system.services.find(({ name }) => name === "client")?.port;
  const runner = inPorts(`http://localhost:${page}/lab/services`);

  async function stateOf(name: string): Promise<string | undefined> {
    // As the runner answers it (infra/local/lab-server.ts).
    const { services } = (await (await fetch(runner)).json()) as { services: ServiceFact[] };
    return services.find((service) => service.name === name)?.state;
  }

  return {
    env: { ...env, ...grpcAddresses(system, env) },
    processOf: (service) =>
      Number([...output.matchAll(new RegExp(`^${service} +│ .*process (\\d+)`, "gm"))].at(-1)?.[1]),
    ...{ inPorts, stop },

    async act(verb, service) {
      const { status } = await fetch(`${runner}/${service}/${verb}`, { method: "POST" });
      expect(status).toBe(202);
      const state = verb === "kill" ? "stopped" : "up";
      const hasDoneIt = async () => expect(await stateOf(service)).toBe(state);
      await vi.waitFor(hasDoneIt, { timeout: 60_000 });
    },
  };
}

// The runner gives them to its own processes.
function grpcAddresses(system: System, env: Record<string, string>): Record<string, string> {
  const addresses = serviceAddresses(system, { env });
  return Object.fromEntries(
    addresses.flatMap(({ service, grpc }) => (grpc ? [[grpcVariable(service), grpc]] : [])),
  );
}
