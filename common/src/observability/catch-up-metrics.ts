// A consumer's metrics: how far it has come in the bus's log.

import type { Registry } from "prom-client";
import type { CatchUp } from "../messaging/catch-up.ts";
import type { CheckpointedInbox } from "../messaging/inbox.ts";
import { addGauge } from "./collected-metrics.ts";

export function addCatchUpMetrics(
  registry: Registry,
  inbox: CheckpointedInbox,
  catchUp: CatchUp,
): void {
  // Compare it with event_bus_log_events.
  addGauge(
    registry,
    "checkpoint_position",
    "The last position in the event bus's log that took effect here",
    async () => (await inbox.checkpoint()).position,
  );
  // 1 or 0.
  addGauge(
    registry,
    "caught_up",
    "Whether the event bus's log was read to its end after the start",
    () => Number(catchUp.isDone()),
  );
}
