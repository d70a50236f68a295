// An outbox's metrics: what waits for the bus, for how long, and what does not get through.

import type { Registry } from "prom-client";
import type { Outbox } from "../messaging/outbox.ts";
import { addCounter, addGauge } from "./collected-metrics.ts";

export function addOutboxMetrics(registry: Registry, outbox: Outbox): void {
  // 0 most of the time; growing means that the bus is away.
  addGauge(registry, "outbox_waiting_events", "Events that wait for the event bus", () =>
    outbox.depth(),
  );
  // 0 while nothing waits.
  addGauge(
    registry,
    "outbox_oldest_age_seconds",
    "Age of the oldest event that waits for the event bus",
    async () => {
      const [oldest] = await outbox.waiting(1);
      return oldest ? Math.max(0, (Date.now() - Date.parse(oldest.time)) / 1000) : 0;
    },
  );
  // Answered with 503: visitors notice the bus's absence.
  addCounter(
    registry,
    "outbox_turned_away_total",
    "Writes refused because too many events wait for the event bus",
    () => outbox.overflowCount(),
  );
  // An operator has to look at the table.
  addGauge(registry, "outbox_refused_events", "Events that the event bus will never take", () =>
    outbox.rejectedCount(),
  );
}
