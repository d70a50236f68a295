// infra/compose/compose.yaml, started for a test: from images that were built before, under a name and on ports of its own.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, vi } from "vitest";
import { planServices } from "../../infra/local/services.ts";
import { blog } from "../../infra/systems/blog.ts";
import { portVariable } from "../../infra/systems/variables.ts";
import type { Docker } from "./docker.ts";

const run = promisify(execFile);

interface ComposedBlog {
  /** Of the gateway. */
  url: string;
  /** Stops everything and forgets the data. */
  down(): Promise<void>;
}

/** Settles when the gateway is ready, which is started when all the others are healthy. */
export async function composeBlog(compose: string, docker: Docker): Promise<ComposedBlog> {
  const project = `blog-test-${process.pid}`;
  const names = planServices(blog, { env: {}, dataFolder: "" }).map(({ name }) => name);
  // Port 0: Docker finds a free one.
  const anyPort = Object.fromEntries(names.map((name) => [portVariable(name), "0"]));
  const env = { ...docker.env, ...anyPort };
  const common = ["--project-name", project, "--file", "infra/compose/compose.yaml"];

  async function down(): Promise<void> {
    await run(compose, [...common, "down", "--volumes"], { env });
  }

  try {
    await run(compose, [...common, "up", "--detach", "--no-build"], { env });
    const { stdout } = await run(compose, [...common, "port", "client", "3000"], { env });
    const url = `http://${stdout.trim()}`;
    await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).ok).toBe(true), 30_000);
    return { url, down };
  } catch (error) {
    await down();
    throw error;
  }
}
