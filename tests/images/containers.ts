// Six containers that are a blog, on free ports of this machine, with as few rights as a cluster would give them.

import { expect, vi } from "vitest";
import { findFreePorts } from "../../infra/local/ports.ts";
import { planServices } from "../../infra/local/services.ts";
import { blog } from "../../infra/systems/blog.ts";
import { portVariable } from "../../infra/systems/variables.ts";
import type { Docker } from "./docker.ts";

export interface Containers {
  urls: Record<string, string>;
  /** What Docker calls them. */
  ids: Record<string, string>;
  /** One field of what Docker knows about one of them. */
  inspect(name: string, format: string): Promise<string>;
  /** Runs a command in one of them. */
  inside(name: string, ...command: string[]): Promise<string>;
  allHealthy(): Promise<void>;
}

const LIMITS = [
  "--read-only",
  "--cap-drop=ALL",
  "--security-opt=no-new-privileges",
  "--memory=192m",
  "--tmpfs=/tmp",
];

/** Settles when all of them are started; they may not be ready yet. */
export async function runContainers(
  docker: Docker,
  imageOf: (name: string) => string,
): Promise<Containers> {
  const names = planServices(blog, { env: {}, dataFolder: "" }).map(({ name }) => name);
  const ports = await findFreePorts(names.length);
  const settings = names.map((name, index) => [portVariable(name), String(ports[index])]);
  const plans = planServices(blog, { env: Object.fromEntries(settings), dataFolder: "" });

  const ids: Record<string, string> = {};
  for (const { name, env } of plans) {
    // Where an image keeps its data is its own business.
    const { DATABASE_URL: _, ...given } = env;
    const variables = Object.entries(given).map(([key, value]) => `--env=${key}=${value}`);
    // The network of this machine: a bridge of its own would need rules in the firewall of each machine.
    const run = ["run", "--detach", "--network=host", ...LIMITS, ...variables];
    ids[name] = await docker([...run, imageOf(name)]);
  }

  const inspect = (name: string, format: string) =>
    docker(["inspect", "--format", format, ids[name]!]);

  return {
    urls: Object.fromEntries(plans.map(({ name, url }) => [name, url])),
    ids,
    inspect,
    inside: (name, ...command) => docker(["exec", ids[name]!, ...command]),
    allHealthy: () =>
      vi.waitFor(
        async () => {
          for (const name of names) {
            const health = await inspect(name, "{{.State.Health.Status}}");
            expect([name, health]).toEqual([name, "healthy"]);
          }
        },
        { timeout: 60_000, interval: 1000 },
      ),
  };
}
