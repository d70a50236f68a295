// What is counted about requests, as Prometheus reads it at GET /metrics. Not by the name of an operation: clients make those
// up, and each would be a series of its own.

import { Counter, Histogram, type Registry } from "prom-client";

/** "refused" is what no resolver ran for. */
export type RequestKind = "query" | "mutation" | "refused";

export interface GraphQLMetrics {
  startTimer(): (kind: RequestKind) => void;
  /** By `extensions.code`. */
  countError(code: string): void;
  register(registry: Registry): void;
}

export function createGraphQLMetrics(): GraphQLMetrics {
  const times = new Histogram({
    name: "graphql_request_duration_seconds",
    help: "Time from a GraphQL request to its answer",
    labelNames: ["operation"],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    registers: [],
  });
  const errors = new Counter({
    name: "graphql_errors_total",
    help: "Errors in GraphQL answers, by extensions.code",
    labelNames: ["code"],
    registers: [],
  });

  return {
    startTimer() {
      const end = times.startTimer();
      return (operation) => void end({ operation });
    },
    countError: (code) => errors.inc({ code }),
    register(registry) {
      registry.registerMetric(times);
      registry.registerMetric(errors);
    },
  };
}
