// An outbox's metrics: what waits for the bus, for how long, and what does not get through.
//
// outbox_waiting_events      0 most of the time; growing means that the bus is away
// outbox_oldest_age_seconds  0 while nothing waits
// outbox_turned_away_total   writes answered with 503, because too many events wait: visitors notice the bus's absence
// outbox_refused_events      events the bus will never take: an operator has to look at the table

import { Counter, Gauge, type Registry } from "prom-client";
import type { Outbox } from "../messaging/outbox.ts";

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
  let counted = outbox.overflowCount();
  registry.registerMetric(
    new Counter({
      name: "outbox_turned_away_total",
      help: "Writes refused because too many events wait for the event bus",
      registers: [],
      collect() {
        const overflowCount = outbox.overflowCount();
        this.inc(overflowCount - counted);
        counted = overflowCount;
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: "outbox_refused_events",
      help: "Events that the event bus will never take",
      registers: [],
      async collect() {
        this.set(await outbox.rejectedCount());
      },
    }),
  );
}
