// The real gateway before one service that plays all of them.

import { createGateway } from "../../client/gateway/app.ts";
import { createOpenStreams } from "../../client/gateway/open-streams.ts";
import { blog } from "../../infra/systems/blog.ts";
import { listen, type Listening } from "./listen.ts";

export function startGatewayTo(url: string, hasLab = false): Promise<Listening> {
  const parts = {
    system: blog,
    routes: blog.routes,
    urls: { posts: url, comments: url, query: url, ...(hasLab && { "event-bus": url }) },
    hasLab,
    checkStatus: async () => ({ services: [], bus: null }),
    streams: createOpenStreams(),
  };
  return listen(createGateway(parts, "/nowhere").app);
}

/** A gateway with a lab, which answers everything with 200. */
export async function startLabGateway(): Promise<Listening> {
  const bus = await listen((_req, res) => res.end("{}"));
  return startGatewayTo(bus.url, true);
}
