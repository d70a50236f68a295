// GET /lab/subscriptions/:name/parked: the events that this subscriber could not handle.

import type { ListedParkedEvent } from "@blog/common/delivery/parked-events";
import { http } from "../../http/http.ts";

export async function getParked(
  subscriber: string,
  signal: AbortSignal,
): Promise<ListedParkedEvent[]> {
  const { data } = await http.get<ListedParkedEvent[]>(
    `/lab/subscriptions/${encodeURIComponent(subscriber)}/parked`,
    { signal },
  );
  return data;
}
