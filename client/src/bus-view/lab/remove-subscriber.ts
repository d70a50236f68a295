// DELETE /lab/subscribers/:name: only such as were added in the lab.

import { http } from "../../http/http.ts";

export async function removeSubscriber(name: string): Promise<void> {
  await http.delete(`/lab/subscribers/${encodeURIComponent(name)}`);
}
