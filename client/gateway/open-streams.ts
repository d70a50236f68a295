// The answers that never end by themselves (server-sent events). A gateway that stops has to end them by hand, or it
// would never stop while one reader is connected.

import type { ServerResponse } from "node:http";

export interface OpenStreams {
  add(res: ServerResponse): void;
  endAll(): void;
}

export function createOpenStreams(): OpenStreams {
  const streams = new Set<ServerResponse>();
  return {
    add(res) {
      streams.add(res);
      res.once("close", () => streams.delete(res));
    },
    endAll() {
      for (const res of streams) res.end();
    },
  };
}
