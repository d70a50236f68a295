// A NATS server with JetStream, of a test's own.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePorts } from "../../infra/local/ports.ts";
import { runServer, type RunningServer, type TestServer } from "./server-process.ts";

export async function startNats(program: string): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "nats-"));
  const [port] = (await findFreePorts(1)) as [number];
  let running: RunningServer | undefined;

  const server: TestServer = {
    url: `nats://127.0.0.1:${port}`,
    port,
    async start() {
      const args = ["--addr", "127.0.0.1", "--port", String(port), "--jetstream"];
      running = await runServer(program, [...args, "--store_dir", folder], port);
    },
    kill: async () => running?.kill("SIGKILL"),
    async remove() {
      await running?.kill("SIGTERM");
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
  await server.start();
  return server;
}
