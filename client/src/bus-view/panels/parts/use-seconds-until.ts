// A countdown to a moment of the bus's clock.

import { useNow } from "../../stage/use-now.ts";
import { useBus } from "../../use-bus.ts";

/** Seconds left, never below 0; undefined when there is no such moment. `at`: ms since 1970, by the bus's clock. */
export function useSecondsUntil(at: number | null): number | undefined {
  const clockMs = useBus((state) => state.clockMs);
  const now = useNow(at !== null);
  return at === null ? undefined : Math.max(0, (at - now - clockMs) / 1000);
}
