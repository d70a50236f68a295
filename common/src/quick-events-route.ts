// POST /events of a service, as the bus nearly always sends it: past all that a service does around a request. The plain
// version is events-route.ts alone.

import type { Express } from "express";
import { BATCH_TYPE } from "./cloud-events.ts";
import { type EventsRouteOptions, hear, MAX_BYTES } from "./events-route.ts";
import { hardeningHeaders } from "./hardening.ts";
import { quickly } from "./quick-route.ts";

const HEADERS = {
  ...hardeningHeaders(),
  "content-type": "application/json; charset=utf-8",
  "content-length": "2",
};

const LIMITS = new Map([
  ["application/json", MAX_BYTES],
  [BATCH_TYPE, MAX_BYTES],
]);

export function addQuickEventsRoute(app: Express, options: EventsRouteOptions): void {
  const take = quickly(LIMITS, async (req, res, body) => {
    res.writeHead(200, { ...HEADERS, ...(await hear(req, body, options)) }).end("{}");
  });
  app.post("/events", take);
}
