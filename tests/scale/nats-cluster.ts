// Three NATS servers that agree, of a test's own.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePorts } from "../../infra/local/ports.ts";
import { runServer, type RunningServer } from "./server-process.ts";

const SIZE = 3;

export interface NatsCluster {
  /** All addresses, and as many copies of each event. */
  url: string;
  size: number;
  kill(member: number): Promise<void>;
  start(member: number): Promise<void>;
  remove(): Promise<void>;
}

export async function startNatsCluster(program: string): Promise<NatsCluster> {
  const folder = await mkdtemp(join(tmpdir(), "nats-cluster-"));
  const ports = await findFreePorts(2 * SIZE);
  const [clients, routes] = [ports.slice(0, SIZE), ports.slice(SIZE)];
  const addresses = routes.map((port) => `nats://127.0.0.1:${port}`);
  const running: (RunningServer | undefined)[] = [];

  async function start(member: number): Promise<void> {
    const args = [
      ...["--name", `nats-${member}`, "--addr", "127.0.0.1", "--port", String(clients[member])],
      ...["--jetstream", "--store_dir", join(folder, String(member))],
      ...["--cluster_name", "blog", "--cluster", addresses[member] ?? ""],
      ...["--routes", addresses.join(",")],
    ];
    running[member] = await runServer(program, args, clients[member] ?? 0);
  }

  await Promise.all(clients.map((_, member) => start(member)));
  return {
    url: `nats://${clients.map((port) => `127.0.0.1:${port}`).join(",")}?replicas=${SIZE}`,
    size: SIZE,
    kill: async (member) => running[member]?.kill("SIGKILL"),
    start,
    async remove() {
      await Promise.all(running.map((server) => server?.kill("SIGTERM")));
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
