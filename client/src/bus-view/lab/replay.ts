// POST /lab/replay: events of the log are sent again, beside the subscribers' ordinary deliveries.

import type { ReplayReport } from "@blog/event-bus/lab/replay-report";
import { http } from "../../http/http.ts";

export interface ReplayRequest {
  from: number;
  /** Included. */
  to: number;
  subscribers: string[];
}

/** More in one go is refused. */
export const MAX_EVENTS = 1000;

/** Sends, and resolves when every subscriber has answered. */
export async function replay(request: ReplayRequest): Promise<ReplayReport> {
  // A thousand events to a slow subscriber take their time.
  const { data } = await http.post<ReplayReport>("/lab/replay", request, { timeout: 120_000 });
  return data;
}

/** Sends nothing: returns how many events that would be. */
export async function countReplay(request: ReplayRequest): Promise<ReplayReport> {
  const { data } = await http.post<ReplayReport>("/lab/replay", { ...request, dryRun: true });
  return data;
}
