// The three questions an operator asks: are you alive, can you do your work, and how is it going?
// "Alive" means the process answers; if not, restart it. "Ready" names what is missing, and no restart would help.

import type { Express } from "express";
import type { Registry } from "prom-client";
import { Problem } from "../base/problem.ts";

/** What has to be true before a service can do its work, by name. */
export type Readiness = Map<string, () => boolean>;

export function addHealthRoutes(app: Express, readiness: Readiness, metrics: Registry): void {
  app.get("/healthz", (_req, res) => {
    res.send({ status: "alive" });
  });

  app.get("/readyz", (_req, res) => {
    const unmet = [...readiness].filter(([, isMet]) => !isMet()).map(([name]) => name);
    if (unmet.length > 0)
      throw new Problem(503, `Not yet: ${unmet.join(", ")}.`, { headers: { "retry-after": "1" } });
    res.send({ status: "ready" });
  });

  app.get("/metrics", async (_req, res) => {
    res.type(metrics.contentType).send(await metrics.metrics());
  });
}
