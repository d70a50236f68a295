// Real HTTP on a free port, for as long as one test lasts.

import { createServer, type RequestListener } from "node:http";
import { frames } from "@blog/common/speed/over-frames";
import type { EventEndpoint, PersistentConnections } from "@blog/common/wire/event-endpoint";
import { onTestFinished } from "vitest";
import { type Listening, serve } from "../../tests/kit/serve.ts";

/** Settles when it listens. With a port given, where another server has stopped. */
export async function listen(
  handle: RequestListener,
  port = 0,
  endpoint?: EventEndpoint,
): Promise<Listening> {
  const server = createServer(handle);
  let connections: PersistentConnections | undefined;
  if (endpoint) connections = frames.accept(server, endpoint);
  const listening = await serve(server, port);

  async function stop(): Promise<void> {
    connections?.destroy();
    await listening.stop();
  }

  onTestFinished(stop);
  return { ...listening, stop };
}
