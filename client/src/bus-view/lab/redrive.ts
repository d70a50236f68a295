// POST /lab/subscriptions/:name/parked/:position/redrive: one more try for a parked event. Accepted is not done: when
// the try fails too, the event is parked again.

import { http } from "../../http/http.ts";

export async function redrive(subscriber: string, position: number): Promise<void> {
  await http.post(
    `/lab/subscriptions/${encodeURIComponent(subscriber)}/parked/${position}/redrive`,
  );
}
