// The real gateway before one service that plays all of them.

import { createGateway } from "../../client/server/app.ts";
import { createOpenStreams } from "../../client/server/open-streams.ts";
import { listen, type Listening } from "./listen.ts";

export function startGatewayTo(url: string): Promise<Listening> {
  const parts = {
    urls: { posts: url, comments: url, query: url },
    checkStatus: async () => ({ services: [], bus: null }),
    streams: createOpenStreams(),
  };
  return listen(createGateway(parts, "/nowhere").app);
}
