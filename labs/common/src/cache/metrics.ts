// What caches have counted, as Prometheus reads it at GET /metrics: by the name of the cache.

import { Counter, type Registry } from "prom-client";
import type { Cache, CacheStats } from "./cache.ts";

type Counted = Pick<Cache<unknown>, "name" | "stats">;

/** `cache_outcomes_total{cache, outcome}`, where the outcome is one of CacheStats. */
export function addCacheMetrics(registry: Registry, caches: Counted[]): void {
  const counted = new Map<Counted, CacheStats>();
  const counter: Counter<"cache" | "outcome"> = new Counter({
    name: "cache_outcomes_total",
    help: "Reads of a cache that were hits or misses, values it refused to store, and failures of its engine",
    labelNames: ["cache", "outcome"],
    registers: [registry],
    collect,
  });

  function collect(): void {
    for (const cache of caches) {
      const [before, now] = [counted.get(cache), cache.stats()];
      counted.set(cache, now);
      for (const outcome of ["hits", "misses", "refused", "failures"] as const)
        counter.inc({ cache: cache.name, outcome }, now[outcome] - (before?.[outcome] ?? 0));
    }
  }
}
