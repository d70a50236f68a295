// Our port over NATS JetStream: the publisher that every service has, and the consumer that every service has, with a
// checkpoint in memory as query keeps it. Between raw JetStream and this lies what our promises cost.

import { pause } from "@blog/common/base/backoff";
import { judge, START } from "@blog/common/messaging/checkpoint";
import { connectNatsBus } from "@blog/common/engines/nats/event-bus-nats";
import type { CheckpointedInbox } from "@blog/common/messaging/inbox";
import { startConsumer } from "@blog/common/delivery/consumer";
import { pino } from "pino";
import type { BenchEvent } from "../event.ts";
import { nameStream, removeStream } from "../own-stream.ts";
import { publishInBatches } from "./ours.ts";
import type { Spoken, System } from "./system.ts";

// The tally notices what does not arrive.
const log = pino({ level: "silent" });

export const overNats: Spoken = {
  name: "ours over NATS",

  connectPublisher: async (url) => publishInBatches(connectNatsBus(url)),

  async subscribe(url, name, onEvent) {
    const inbox = createInbox(onEvent);
    const consumer = startConsumer({ bus: connectNatsBus(url), inbox, log, name });
    // What was published before is not part of any round.
    while (!consumer.isDone()) await pause(10);
  },
};

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

function createInbox(onEvent: (event: BenchEvent) => void): CheckpointedInbox {
  let checkpoint = START;
  return {
    checkpoint: async () => checkpoint,

    async receive(delivery) {
      const { outcome, reached } = judge(delivery, checkpoint);
      if (outcome !== "done") return outcome;
      // All other types in a log are not the benchmark's.
      for (const event of delivery.events)
        if (event.type === "Measured") onEvent(event as unknown as BenchEvent);
      checkpoint = reached;
      return outcome;
    },
  };
}
