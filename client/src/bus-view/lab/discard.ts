// DELETE /lab/subscriptions/:name/parked/:position: this subscriber will never receive the event. The log keeps it.

import { http } from "../../http/http.ts";

export async function discard(subscriber: string, position: number): Promise<void> {
  await http.delete(`/lab/subscriptions/${encodeURIComponent(subscriber)}/parked/${position}`);
}
