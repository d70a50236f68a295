// GET /lab/subscriptions/:name/parked: the events that this subscriber could not handle.

import { http } from "../../blog/api/http.ts";

export interface ParkedEvent {
  position: number;
  reason: string;
  attempts: number;
  id?: string;
  event?: { type: string; data: unknown };
}

export async function getParked(subscriber: string, signal: AbortSignal): Promise<ParkedEvent[]> {
  const { data } = await http.get<ParkedEvent[]>(
    `/lab/subscriptions/${encodeURIComponent(subscriber)}/parked`,
    { signal },
  );
  return data;
}
