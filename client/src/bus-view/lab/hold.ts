// POST /lab/hold: no delivery leaves any more. Events are still taken, and wait.

import { http } from "../../http/http.ts";

/** Holds the deliveries to these subscribers; to all of them when none is named. */
export async function hold(subscribers?: string[]): Promise<void> {
  await http.post("/lab/hold", { subscribers });
}
