// A whole blog for tests: the real processes on free ports, with their data in a temporary folder. Services can be killed and
// started again. A blog that a test forgets to stop is stopped after its file, and a failed test shows the logs: setup.ts.

import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildClient, isBuildFresh } from "../../infra/local/client-build.ts";
import { formatLine } from "../../infra/local/log-lines.ts";
import { findFreePorts } from "../../infra/local/ports.ts";
import { type Engines, planScaledServices } from "../../infra/local/scaled-services.ts";
import { type ServicePlan } from "../../infra/local/services.ts";
import { portVariable } from "../../infra/systems/variables.ts";
import { type BlogService, blog as blogSystem } from "../../infra/systems/blog.ts";
import { stopAfterFile } from "./after-file.ts";
import { createTestService, type TestService } from "./test-service.ts";

export type ServiceName = BlogService;

export interface BlogOptions {
  /** For every service, on top of what makes tests quick. A service's URL given here replaces ours. */
  env?: Record<string, string>;
  /** For one service only. */
  envOf?: Record<string, Record<string, string>>;
  /** How many comments services: comments, comments-2, … */
  comments?: number;
  /** Servers that it uses instead of files and its own bus, and how many processes of each service there are. */
  engines?: Engines;
  /** Which services are started; the others have their ports, and nothing listens there. */
  only?: ServiceName[];
  /** When it is stopped at the latest: after the test file that started it (unless given), or when the tests end. */
  until?: "file" | "run";
}

export interface Blog {
  /** By name, without a slash at the end; `comments-2` too. */
  urls: Record<ServiceName, string> & Record<string, string>;
  dataFolder: string;
  pid: (name: string) => number | undefined;
  /** All log lines of a service since the blog was started. */
  lines: (name: string) => string[];
  /** Starts a service that was killed or left out. Settles when it is ready, or only alive if its readiness must wait. */
  start: (name: string, until?: "ready" | "alive") => Promise<void>;
  /** Settles when the process is gone. SIGTERM is a polite stop, on Windows too. */
  kill: (name: string, signal?: "SIGKILL" | "SIGTERM") => Promise<void>;
  /** Stops everything and forgets the data. Settles when every process is gone. */
  stop: () => Promise<void>;
}

const QUICK = { WRITES_PER_MINUTE: "1000000", RETRY_MAX_MS: "200", RESTART_WAIT_MS: "0" };

/** Settles when all services are ready. */
export async function startBlog(options: BlogOptions = {}): Promise<Blog> {
  for (let attempt = 1; ; attempt += 1) {
    const blog = await createBlog(options);
    const names = Object.keys(blog.urls).filter((name) => isWanted(name, options.only));
    if (names.includes("client")) await provideClient();
    try {
      await Promise.all(names.map((name) => blog.start(name)));
      return blog;
    } catch (error) {
      await blog.stop();
      // Another process may take one of the ports between finding and using it.
      if (attempt === 3 || !String(error).includes("EADDRINUSE")) throw error;
    }
  }
}

const recentLines: string[] = [];

/** What the services have logged since the last call. */
export function takeRecentLines(): string[] {
  return recentLines.splice(0);
}

async function createBlog(options: BlogOptions): Promise<Blog> {
  const { env = {}, envOf = {}, until: end = "file" } = options;
  const dataFolder = await mkdtemp(join(tmpdir(), "blog-"));
  const plans = await planOnFreePorts(dataFolder, options);
  const services = new Map<string, TestService>();
  for (const plan of plans) {
    const settings = { ...QUICK, ...env, ...plan.env, ...envOf[plan.name] };
    const onLine = (line: string) => recentLines.push(formatLine(plan.name, line, plain));
    services.set(plan.name, createTestService({ ...plan, env: settings }, onLine));
  }

  function service(name: string): TestService {
    const found = services.get(name);
    if (!found) throw new Error(`There is no "${name}", only ${[...services.keys()].join(", ")}.`);
    return found;
  }

  const blog: Blog = {
    // Every service of the table has a plan, so every name is there.
    urls: Object.fromEntries(plans.map(({ name, url }) => [name, url])) as Blog["urls"],
    dataFolder,
    pid: (name) => service(name).pid(),
    lines: (name) => service(name).lines,
    start: (name, until = "ready") => service(name).start(until),
    kill: (name, signal = "SIGKILL") => service(name).kill(signal),
    async stop() {
      await Promise.all([...services.values()].map((each) => each.kill("SIGTERM")));
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  if (end === "file") stopAfterFile(blog.stop);
  // So Vitest ends this process, and gives it half a second.
  else process.once("SIGTERM", () => stopAtOnce(services, dataFolder));
  return blog;
}

function stopAtOnce(services: Map<string, TestService>, dataFolder: string): never {
  for (const service of services.values()) void service.kill("SIGKILL");
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  process.exit();
}

async function planOnFreePorts(
  dataFolder: string,
  { env = {}, comments, engines = { replicas: 1 } }: BlogOptions,
): Promise<ServicePlan[]> {
  const plan = (settings: Record<string, string>) =>
    planScaledServices(blogSystem, engines, {
      env: { ...settings, ...env },
      dataFolder,
      ...(comments !== undefined && { replicas: { comments } }),
    }).plans;
  const names = plan({}).map(({ name }) => name);
  const ports = await findFreePorts(names.length);
  return plan(Object.fromEntries(names.map((name, i) => [portVariable(name), String(ports[i])])));
}

function isWanted(name: string, only: ServiceName[] | undefined): boolean {
  return !only || only.some((wanted) => wanted === name.replace(/-\d+$/, ""));
}

async function provideClient(): Promise<void> {
  if (!isBuildFresh() && !(await buildClient())) throw new Error("The client cannot be built.");
}

function plain(_style: unknown, text: string): string {
  return text;
}
