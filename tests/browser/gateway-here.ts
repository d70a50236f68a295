// The gateway in the test's own process, in front of services that are somewhere else. Its open streams can be looked at.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createGateway } from "../../client/gateway/app.ts";
import { createOpenStreams, type OpenStreams } from "../../client/gateway/open-streams.ts";
import { pageFolder } from "../../client/gateway/page.ts";
import { gatewayParts } from "../../client/gateway/parts.ts";
import { gatewaySettings } from "../../client/gateway/settings.ts";
import { blog } from "../../infra/systems/blog.ts";
import { buildClient, isBuildFresh } from "../../infra/local/client-build.ts";

export interface GatewayHere {
  url: string;
  port: number;
  /** The paths of the streams that are open now, in alphabetical order. */
  openStreams(): string[];
  close(): void;
}

/** `env`: where the services are, as in the gateway's own environment. */
export async function startGatewayHere(env: Record<string, string>): Promise<GatewayHere> {
  if (!isBuildFresh() && !(await buildClient())) throw new Error("The client cannot be built.");
  const open = new Map<object, string>();
  const streams = createOpenStreams();
  const counted: OpenStreams = {
    endAll: streams.endAll,
    add(res) {
      streams.add(res);
      open.set(res, res.req.url ?? "");
      res.once("close", () => open.delete(res));
    },
  };
  const parts = { ...gatewayParts(blog, gatewaySettings(blog).parse(env)), streams: counted };
  const server = createServer(createGateway(parts, pageFolder).app).listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    openStreams: () => [...open.values()].toSorted(),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
