// GET /metrics of the bus: what an operator wants to see, under names that stay.

import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { describe, expect, it } from "vitest";
import { createApp } from "../src/app.ts";
import { openBus } from "../src/bus.ts";
import { createBusMetrics } from "../src/observability/bus-metrics.ts";
import { Subscribers } from "../src/delivery/subscribers.ts";
import { createHttpTransport } from "../src/delivery/transport.ts";
import { until } from "../../tests/kit/until.ts";
import { listen } from "./listening.ts";
import { newLogFile } from "./test-folder.ts";
import { startSubscriber } from "./test-subscriber.ts";

describe("The metrics of the bus", () => {
  it("show the log's length, each subscriber's lag, and what became of the deliveries", async () => {
    const well = await startSubscriber();
    const sick = await startSubscriber((res, { types }) =>
      res.writeHead(types[0] === "A" ? 500 : 503).end(),
    );
    const metrics = createBusMetrics();
    const bus = openBus({
      file: newLogFile(),
      open: openSqlite,
      subscribers: Subscribers.parse(`well=${well.url},sick=${sick.url}`),
      createTransport: (url, name) =>
        metrics.countDeliveries(name, createHttpTransport(url, { timeoutMs: 1000 })),
      settings: { parkAfter: 2, retryFirstMs: 1, retryMaxMs: 2 },
    });
    const service = createApp({ bus: metrics.timeAppends(bus) });
    metrics.register(service.metrics, bus);
    const { url, stop } = await listen(service.app);

    for (const type of ["A", "B"]) {
      const body = JSON.stringify({ type, data: {} });
      const headers = { "content-type": "application/json", "ce-time": "2026-01-01T00:00:00Z" };
      await fetch(`${url}/events`, { method: "POST", headers, body });
    }
    await until(() => expect(sick.requests.length).toBeGreaterThan(3));
    const text = await (await fetch(`${url}/metrics`)).text();
    await stop();
    await bus.close();

    const value = (series: string) =>
      Number(
        text
          .split("\n")
          .find((line) => line.startsWith(`${series} `))
          ?.slice(series.length),
      );
    expect(value("event_bus_log_events")).toBe(2);
    expect(value("event_bus_appended_events_total")).toBe(2);
    expect(value("event_bus_append_duration_seconds_count")).toBe(2);
    expect(value('event_bus_subscriber_lag_events{subscriber="well"}')).toBe(0);
    expect(value('event_bus_subscriber_lag_events{subscriber="sick"}')).toBe(1);
    // Since the bus accepted it, whatever time its publisher gave it.
    expect(value('event_bus_subscriber_lag_seconds{subscriber="sick"}')).toBeLessThan(3600);
    expect(value('event_bus_subscriber_parked_events{subscriber="sick"}')).toBe(1);
    const deliveries = (subscriber: string, verdict: string) =>
      value(`event_bus_deliveries_total{subscriber="${subscriber}",verdict="${verdict}"}`);
    expect(deliveries("well", "done")).toBe(2);
    expect(deliveries("sick", "suspect")).toBe(2);
    expect(deliveries("sick", "outage")).toBeGreaterThan(0);
  });
});
