// The bus's metrics. They watch from outside: the rules of delivery know nothing of it.
//
// event_bus_log_events                           events in the log
// event_bus_appended_events_total                events appended since the process started
// event_bus_append_duration_seconds              from asking for an append to being on disk
// event_bus_subscriber_lag_events{subscriber}    events a subscriber has not been served yet
// event_bus_subscriber_lag_seconds{subscriber}   since when the oldest of them is in the log
// event_bus_subscriber_parked_events{subscriber} events parked for it: an operator has to look at each
// event_bus_deliveries_total{subscriber,verdict} tries to deliver, by what the answer meant (see answer.ts)

import { addCounter, addGauge } from "@blog/common/observability/collected-metrics";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { classifyAnswer, outcomeOf } from "@blog/common/delivery/answer";
import type { Bus } from "../bus.ts";
import type { SubscriptionStatus } from "../delivery/subscription.ts";
import type { Transport } from "../delivery/transport.ts";

export interface BusMetrics {
  /** A transport that counts its tries. Questions without an event are not counted. */
  countDeliveries(subscriber: string, transport: Transport): Transport;
  /** A bus that times its appends. */
  timeAppends(bus: Bus): Bus;
  /** Shows all of it at this registry's GET /metrics. */
  register(registry: Registry, bus: Bus): void;
}

export function createBusMetrics(): BusMetrics {
  const deliveries = new Counter({
    name: "event_bus_deliveries_total",
    help: "Tries to deliver, by what the answer meant: done, resume, outage or suspect",
    labelNames: ["subscriber", "verdict"],
    registers: [],
  });
  const appendDuration = new Histogram({
    name: "event_bus_append_duration_seconds",
    help: "Time from asking for an append to being on disk",
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1],
    registers: [],
  });

  return {
    countDeliveries: (subscriber, transport) => ({
      ...transport,
      async deliver(delivery) {
        const answer = await transport.deliver(delivery);
        const verdict = outcomeOf(classifyAnswer(answer));
        if (delivery.events.length > 0) deliveries.inc({ subscriber, verdict });
        return answer;
      },
    }),

    timeAppends: (bus) => ({
      ...bus,
      async append(events) {
        const stop = appendDuration.startTimer();
        const positions = await bus.append(events);
        stop();
        return positions;
      },
    }),

    register(registry, bus) {
      registry.registerMetric(deliveries);
      registry.registerMetric(appendDuration);
      addLogMetrics(registry, bus);
      addSubscriberMetrics(registry, bus);
    },
  };
}

function addLogMetrics(registry: Registry, { log }: Bus): void {
  const appended = "Events appended since the process started";
  addGauge(registry, "event_bus_log_events", "Events in the log", () => log.tail());
  addCounter(registry, "event_bus_appended_events_total", appended, () => log.tail());
}

function addSubscriberMetrics(registry: Registry, { subscriptions }: Bus): void {
  addGaugeOfEach("lag_events", "Events not served yet", ({ lag }) => lag.events);
  addGaugeOfEach(
    "lag_seconds",
    "Time since the bus accepted the oldest event not served yet",
    ({ lag }) => lag.seconds,
  );
  addGaugeOfEach("parked_events", "Events parked for a subscriber", ({ parked }) => parked);

  function addGaugeOfEach(
    name: string,
    help: string,
    read: (status: SubscriptionStatus) => number,
  ) {
    registry.registerMetric(
      new Gauge({
        name: `event_bus_subscriber_${name}`,
        help,
        labelNames: ["subscriber"],
        registers: [],
        collect() {
          for (const [subscriber, { status }] of subscriptions)
            this.set({ subscriber }, read(status()));
        },
      }),
    );
  }
}
