// What an outbox tells Prometheus: how many events wait for the bus, and for how long the oldest has waited.
//
// outbox_waiting_events      0 most of the time; growing means that the bus is away
// outbox_oldest_age_seconds  0 while nothing waits

import { Gauge, type Registry } from "prom-client";
import type { Outbox } from "./outbox.ts";

export function addOutboxMetrics(registry: Registry, outbox: Outbox): void {
  registry.registerMetric(
    new Gauge({
      name: "outbox_waiting_events",
      help: "Events that wait for the event bus",
      registers: [],
      async collect() {
        this.set(await outbox.depth());
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: "outbox_oldest_age_seconds",
      help: "Age of the oldest event that waits for the event bus",
      registers: [],
      async collect() {
        const [oldest] = await outbox.waiting(1);
        this.set(oldest ? Math.max(0, (Date.now() - Date.parse(oldest.time)) / 1000) : 0);
      },
    }),
  );
}
