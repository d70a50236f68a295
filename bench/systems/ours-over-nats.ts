// Our port over NATS JetStream: see over-stream.ts.

import { connectNatsBus } from "@blog/common/engines/nats/event-bus-nats";
import { nameStream, removeStream } from "../own-stream.ts";
import { overStream } from "./over-stream.ts";
import type { System } from "./system.ts";

export const overNats = overStream("NATS", connectNatsBus);

/** In a stream of its own on these servers. */
export function oursOverNats(nats: string): System {
  return {
    ...overNats,
    acknowledged: "what these servers promise",
    isOurs: true,

    async start() {
      const address = nameStream(nats);
      return { address, stop: () => removeStream(address) };
    },
  };
}
