// POST /lab/release: what was held leaves.

import { http } from "../../http/http.ts";

/** Releases the deliveries to these subscribers; to all of them when none is named. */
export async function release(subscribers?: string[]): Promise<void> {
  await http.post("/lab/release", { subscribers });
}
