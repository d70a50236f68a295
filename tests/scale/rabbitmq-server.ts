// A RabbitMQ of a test's own, on one node.

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePorts } from "../../infra/local/ports.ts";
import { runServer, type RunningServer, type TestServer } from "./server-process.ts";

interface RabbitMqPorts {
  port: number;
  /** For other nodes. There are none, and it is opened all the same. */
  distribution: number;
  /** Of the name server (epmd), without which no node starts. */
  names: number;
}

/**
 * The environment of a node that meets no other RabbitMQ on this machine: with a name, a cookie and a name server of its own,
 * and everything it writes in `folder`. It would start the name server by itself, and leave it behind.
 */
export async function rabbitMqEnvironment(
  folder: string,
  { port, distribution, names }: RabbitMqPorts,
): Promise<Record<string, string>> {
  const [data, logs] = [join(folder, "data"), join(folder, "log")];
  for (const path of [data, logs]) await mkdir(path, { recursive: true });
  return {
    HOME: folder,
    ERL_EPMD_PORT: String(names),
    RABBITMQ_NODENAME: `own-${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1",
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_MNESIA_BASE: data,
    RABBITMQ_LOG_BASE: logs,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "plugins"),
    RABBITMQ_CONFIG_FILE: join(folder, "rabbitmq"),
    // The script becomes the server then. Otherwise it has it as a child, which a killed script leaves behind.
    RUNNING_UNDER_SYSTEMD: "1",
  };
}

export async function startRabbitMq(program: string): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "rabbitmq-"));
  const [port, distribution, names] = (await findFreePorts(3)) as [number, number, number];
  const own = await rabbitMqEnvironment(folder, { port, distribution, names });
  const options = { cwd: folder, env: { ...process.env, ...own } };
  const nameServer = await runServer("epmd", ["-port", String(names)], names, options);
  let running: RunningServer | undefined;

  const server: TestServer = {
    url: `amqp://127.0.0.1:${port}`,
    port,
    async start() {
      running = await runServer(program, [], port, options);
    },
    kill: async () => running?.kill("SIGKILL"),
    async remove() {
      await running?.kill("SIGKILL");
      await nameServer.kill("SIGTERM");
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
  await server.start();
  return server;
}
