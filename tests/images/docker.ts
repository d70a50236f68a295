// A Docker for the tests: the one that runs on this machine, or one of their own, on a socket of its own, which ends with
// them. Needs Linux, and root where none runs yet.

import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { vi } from "vitest";

const run = promisify(execFile);

export interface Docker {
  /** Runs `docker …` at the root of the project, or in `cwd`. Resolves with what it prints; rejects with its error output. */
  (args: string[], cwd?: string): Promise<string>;
  env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export async function openDocker(dockerd: string): Promise<Docker> {
  const own = isRunning(process.env) ? undefined : await startDaemon(dockerd);
  const env = { ...process.env, ...own?.env };

  async function docker(args: string[], cwd = "."): Promise<string> {
    const { stdout } = await run("docker", args, { env, cwd, maxBuffer: 2 ** 26 });
    return stdout.trim();
  }
  return Object.assign(docker, { env, close: async () => own?.stop() });
}

/** Makes sure that the base image is there: from the registry, or else a stand-in (base-image.sh). */
export async function provideBaseImage(docker: Docker, image: string): Promise<void> {
  const isThere = await succeeds(docker(["image", "inspect", image]));
  if (isThere || (await succeeds(docker(["pull", "--quiet", image])))) return;
  const folder = mkdtempSync(join(tmpdir(), "base-image-"));
  const [, version = ""] = /:([\d.]+)-/.exec(image) ?? [];
  await run("tests/images/base-image.sh", [version, folder]);
  const settings = [
    "ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
    "ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt",
  ].flatMap((setting) => ["--change", setting]);
  await docker(["import", ...settings, join(folder, "base.tar"), image]);
  rmSync(folder, { recursive: true, force: true });
  // The newer builder would ask the registry about it all the same.
  docker.env.DOCKER_BUILDKIT = "0";
}

async function startDaemon(dockerd: string) {
  const folder = mkdtempSync(join(tmpdir(), "dockerd-"));
  const socket = `unix://${folder}/socket`;
  const daemon = spawn(
    dockerd,
    [
      ...["--host", socket, "--pidfile", join(folder, "pid")],
      ...["--data-root", join(folder, "data"), "--exec-root", join(folder, "exec")],
      // Leaves the network of this machine as it is.
      ...["--iptables=false", "--bridge=none"],
    ],
    { stdio: "ignore" },
  );
  const env = { DOCKER_HOST: socket };
  await vi.waitFor(() => isRunning({ ...process.env, ...env }) || reject(daemon), {
    timeout: 30_000,
    interval: 300,
  });
  return {
    env,
    async stop() {
      const ended = new Promise((resolve) => daemon.once("exit", resolve));
      daemon.kill("SIGTERM");
      await ended;
      // Left behind by containers that used this machine's network.
      await succeeds(run("umount", [join(folder, "exec/netns/default")]));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function reject(daemon: ChildProcess): never {
  throw new Error(`dockerd does not answer (exit code ${daemon.exitCode}); it needs root.`);
}

function isRunning(env: NodeJS.ProcessEnv): boolean {
  try {
    execFileSync("docker", ["info"], { env, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
