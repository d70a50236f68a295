// POST /events, as it nearly always comes: past all that a service does around a request. The plain version is
// publish-route.ts alone. Measured with one event in each request: a third less CPU for an event.

import { BATCH_TYPE } from "@blog/common/wire/cloud-events";
import type { QuickRoute } from "@blog/common/speed/quick-route";
import {
  BODY,
  MAX_BATCH_BYTES,
  MAX_EVENT_BYTES,
  publish,
  type PublishOptions,
} from "../routes/publish-route.ts";

export function quickPublish(options: PublishOptions): QuickRoute {
  return {
    path: options.path,
    limits: new Map([
      ["application/json", MAX_EVENT_BYTES],
      [BATCH_TYPE, MAX_BATCH_BYTES],
    ]),
    body: BODY,
    opened: options.bus.seen,
    take: (header, body) => publish(header, body, options),
  };
}
