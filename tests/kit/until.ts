// Waits for facts, never for time: as long as it takes on a busy machine, and no longer.

import { vi } from "vitest";

/** Settles when `check` no longer throws. */
export function until<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 15_000, interval: 5 });
}
