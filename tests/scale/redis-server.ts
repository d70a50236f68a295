// A Redis of a test's own. It keeps what it is asked to save (SAVE), and forgets the rest when it is killed.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePorts } from "../../infra/local/ports.ts";
import { runServer, type RunningServer, type TestServer } from "./server-process.ts";

export interface RedisServer extends TestServer {
  /** Lets it stand still: it listens, and answers nothing. */
  suspend(): Promise<void>;
  resume(): Promise<void>;
}

export async function startRedis(program: string): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "redis-"));
  const [port] = (await findFreePorts(1)) as [number];
  let running: RunningServer | undefined;

  const server: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    port,
    async start() {
      const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
      running = await runServer(program, args, port);
    },
    kill: async () => running?.kill("SIGKILL"),
    suspend: async () => running?.signal("SIGSTOP"),
    resume: async () => running?.signal("SIGCONT"),
    async remove() {
      await running?.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
  await server.start();
  return server;
}
