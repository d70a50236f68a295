// What a consumer answers the bus whose invalidation has not reached the cache that it shares with others.

import { Problem } from "@blog/common/base/problem";

/** An outage, not the event's fault: the bus tries again and does not count it against the event. */
export function cacheUnavailable(): Problem {
  return new Problem(503, "The shared cache is not available.", {
    headers: { "retry-after": "1" },
  });
}
