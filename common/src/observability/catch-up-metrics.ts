// A consumer's metrics: how far it has come in the bus's log.
//
// checkpoint_position  the last position that took effect; compare it with event_bus_log_events
// caught_up            1 once the log was read to its end after the start, 0 before

import { Gauge, type Registry } from "prom-client";
import type { CatchUp } from "../messaging/catch-up.ts";
import type { CheckpointedInbox } from "../messaging/inbox.ts";

export function addCatchUpMetrics(
  registry: Registry,
  inbox: CheckpointedInbox,
  catchUp: CatchUp,
): void {
  registry.registerMetric(
    new Gauge({
      name: "checkpoint_position",
      help: "The last position in the event bus's log that took effect here",
      registers: [],
      async collect() {
        this.set((await inbox.checkpoint()).position);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: "caught_up",
      help: "Whether the event bus's log was read to its end after the start",
      registers: [],
      collect() {
        this.set(catchUp.isDone() ? 1 : 0);
      },
    }),
  );
}
