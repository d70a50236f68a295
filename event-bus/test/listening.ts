// Real HTTP on a free port, for as long as one test lasts.

import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { frames } from "@blog/common/speed/over-frames";
import type { EventEndpoint } from "@blog/common/wire/event-endpoint";
import { onTestFinished } from "vitest";

export interface Listening {
  url: string;
  port: number;
  /** Nobody is there any more, from one moment to the next. */
  stop(): Promise<void>;
}

/** Settles when it listens. With a port given, at the place where somebody else has stopped. */
export async function listen(
  handle: RequestListener,
  port = 0,
  endpoint?: EventEndpoint,
): Promise<Listening> {
  const server = createServer(handle);
  const connections = endpoint && frames.accept(server, endpoint);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this kind.
  const address = server.address() as AddressInfo;

  async function stop(): Promise<void> {
    server.closeAllConnections();
    connections?.destroy();
    await new Promise((resolve) => server.close(resolve));
  }

  onTestFinished(stop);
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, stop };
}
