// POST /events of a service, as the bus nearly always sends it: past all that a service does around a request. The plain
// version is events-route.ts alone.

import { BATCH_TYPE } from "../wire/cloud-events.ts";
import {
  type EventsRouteOptions,
  hear,
  MAX_BATCH_BYTES,
  MAX_EVENT_BYTES,
} from "../wire/events-route.ts";
import type { QuickRoute } from "./quick-route.ts";

export function quickDeliveries(options: EventsRouteOptions): QuickRoute {
  return {
    path: "/events",
    limits: new Map([
      ["application/json", MAX_EVENT_BYTES],
      [BATCH_TYPE, MAX_BATCH_BYTES],
    ]),
    body: "{}",
    take: (header, body) => hear(header, body, options),
  };
}
