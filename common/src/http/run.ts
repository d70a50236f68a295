// Runs a service as a process: listen, log that, and stop in order when asked. Asked means SIGTERM, SIGINT, the message
// "stop" from a parent (Windows has no SIGTERM), or the end of that parent: a service never outlives the process that started it.

import { setDefaultResultOrder } from "node:dns";
import type { Server } from "node:http";
import { collectDefaultMetrics } from "prom-client";
import { DRAIN_MS, prepareDraining } from "./draining.ts";
import { createHttpServer } from "./http-server.ts";
import type { Service } from "./service.ts";

interface RunOptions {
  port: number;
  /** Ends answers that would never end by themselves, such as event streams. */
  endStreams?: () => void;
  /** Called in this order once no request is in flight: producers first, files last. */
  stop: (() => Promise<unknown> | unknown)[];
}

/** Resolves when the service accepts requests, on IPv4 and IPv6. Ends the process with 1 when the port is taken. */
export async function runService(
  { name, app, log, metrics, endpoint, upgrade, instrumentation, maxHeaderBytes }: Service,
  { port, endStreams, stop }: RunOptions,
): Promise<Server> {
  // "localhost" is often ::1 first, where an original service does not listen.
  setDefaultResultOrder("ipv4first");
  collectDefaultMetrics({ register: metrics });
  const server = createHttpServer(app, { maxHeaderBytes, isUpgrade: upgrade?.isAskedFor });
  const draining = prepareDraining(server);
  const connections = endpoint && upgrade?.accept(server, endpoint);
  server.on("error", (error) => {
    log.fatal({ err: error }, `${name} cannot listen on port ${port}`);
    process.exit(1);
  });
  await new Promise<void>((resolve) => server.listen(port, resolve));
  log.info({ port: addressPort(server) }, `${name} listens on ${addressPort(server)}`);

  let isStopping = false;
  async function shutDown(reason: string): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    log.info({ reason }, `${name} stops`);
    setTimeout(() => process.exit(1), DRAIN_MS + 1000).unref();
    draining.begin();
    endStreams?.();
    await draining.end(connections);
    for (const step of stop) await step();
    await instrumentation?.stop();
    process.exit(0);
  }

  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => shutDown(signal));
  if (process.send) {
    process.on(
      "message",
      (message) => message === "stop" && shutDown("asked by the parent process"),
    );
    const orphaned = () => shutDown("the parent process is gone");
    // It may have gone while this process was still starting.
    if (process.connected) process.once("disconnect", orphaned);
    else void orphaned();
  }
  return server;
}

function addressPort(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}
