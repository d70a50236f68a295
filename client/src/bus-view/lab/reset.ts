// POST /lab/reset: everything is released, and no fault is left. Subscribers that were added stay.

import { http } from "../../http/http.ts";

export async function reset(): Promise<void> {
  await http.post("/lab/reset");
}
