// What is counted about calls, as Prometheus reads it at GET /metrics: by method and status code, on both sides.

import { Gauge, Histogram, type Registry } from "prom-client";

export type CallTimes = Histogram<"method" | "code">;

const buckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];
const labelNames = ["method", "code"] as const;

/** Calls that this process was asked to answer. */
export function createServerTimes(registry: Registry): CallTimes {
  return new Histogram({
    name: "grpc_server_call_duration_seconds",
    help: "Time from a request to its answer",
    ...{ labelNames, buckets, registers: [registry] },
  });
}

/** Calls that this process makes, of all its clients. The service that they are for registers it among its own metrics. */
export function createClientTimes(): CallTimes {
  return new Histogram({
    name: "grpc_client_call_duration_seconds",
    help: "Time from a call to its answer, with all its retries",
    ...{ labelNames, buckets, registers: [] },
  });
}

/** How many calls are in flight at this moment. */
export function addInFlight(registry: Registry, count: () => number): void {
  const gauge: Gauge = new Gauge({
    name: "grpc_server_calls_in_flight",
    help: "Calls whose handlers have not ended",
    registers: [],
    collect: () => gauge.set(count()),
  });
  registry.registerMetric(gauge);
}
