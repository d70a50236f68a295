// Waiting for a fact, never for time. Soon is enough on a quiet machine; the limit is for a busy one.

import { vi } from "vitest";

export function until(assertion: () => unknown): Promise<unknown> {
  return vi.waitFor(assertion, { interval: 5, timeout: 4000 });
}
