// Our port over an event stream: the publisher that every service has, and the consumer that every service has, with a
// checkpoint in memory as query keeps it. Between the raw engine and this lies what our promises cost.

import { pause } from "@blog/common/base/backoff";
import { startConsumer } from "@blog/common/delivery/consumer";
import { judge, START } from "@blog/common/messaging/checkpoint";
import type { PullBus } from "@blog/common/messaging/event-bus";
import type { CheckpointedInbox } from "@blog/common/messaging/inbox";
import { pino } from "pino";
import type { BenchEvent } from "../event.ts";
import { publishInBatches } from "./ours.ts";
import type { Spoken } from "./system.ts";

// The tally notices what does not arrive.
const log = pino({ level: "silent" });

export function overStream(engine: string, connect: (url: string) => PullBus): Spoken {
  return {
    name: `ours over ${engine}`,

    connectPublisher: async (url) => publishInBatches(connect(url)),

    async subscribe(url, name, onEvent) {
      const inbox = createInbox(onEvent);
      const consumer = startConsumer({ bus: connect(url), inbox, log, name });
      // What was published before is not part of any round.
      while (!consumer.isDone()) await pause(10);
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
