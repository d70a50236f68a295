// Our port over NATS JetStream: said by the publisher that every service has, heard by the consumer that every service has,
// with a checkpoint in memory as query keeps it. Between raw JetStream and this lies what our promises cost.

import { pause } from "@blog/common/base/backoff";
import { advance, judge, START } from "@blog/common/messaging/checkpoint";
import { connectNatsBus } from "@blog/common/engines/nats/event-bus-nats";
import type { CheckpointedInbox } from "@blog/common/messaging/inbox";
import { startConsumer } from "@blog/common/delivery/consumer";
import { pino } from "pino";
import type { BenchEvent } from "../event.ts";
import { nameStream, removeStream } from "../own-stream.ts";
import { tellInBatches } from "./ours.ts";
import type { Spoken, System } from "./system.ts";

// What is not heard is noticed by whoever counts.
const log = pino({ level: "silent" });

export const overNats: Spoken = {
  name: "ours over NATS",

  connectPublisher: async (url) => tellInBatches(connectNatsBus(url)),

  async subscribe(url, name, hear) {
    const inbox = createInbox(hear);
    const hearing = startConsumer({ bus: connectNatsBus(url), inbox, log, name });
    // What was said before is not part of any round.
    while (!hearing.isDone()) await pause(10);
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

function createInbox(hear: (event: BenchEvent) => void): CheckpointedInbox {
  let checkpoint = START;
  return {
    checkpoint: async () => checkpoint,

    async receive(delivery) {
      const outcome = judge(delivery, checkpoint);
      if (outcome !== "done") return outcome;
      // Whatever else a log has in it was not said by the benchmark's publisher.
      for (const event of delivery.events)
        if (event.type === "Measured") hear(event as unknown as BenchEvent);
      checkpoint = advance(delivery, checkpoint);
      return outcome;
    },
  };
}
