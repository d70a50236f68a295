// PUT /lab/subscribers/:name/faults: what goes wrong with the deliveries to one subscriber, and for how long.

import type { Faults } from "@blog/event-bus/lab/records";
import { http } from "../../http/http.ts";

/** Replaces all faults of this subscriber. They end by themselves after `seconds` (1 to 3,600). */
export async function setFaults(
  subscriber: string,
  faults: Partial<Faults>,
  seconds: number,
): Promise<void> {
  await http.put(`/lab/subscribers/${encodeURIComponent(subscriber)}/faults`, {
    ...faults,
    seconds,
  });
}
