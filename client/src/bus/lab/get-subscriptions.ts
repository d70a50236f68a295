// GET /lab/subscriptions: how far each subscriber is. Every bus of ours tells it, also with the lab off.

import { http } from "../../api/http.ts";

export interface SubscriptionStatus {
  name: string;
  url: string;
  cursor: number;
  lag: { events: number; seconds: number };
  state: "idle" | "delivering" | "retrying" | "down";
  lastError: string | null;
  /** How many. */
  parked: number;
}

export interface Subscriptions {
  log: { id: string; length: number };
  subscriptions: SubscriptionStatus[];
}

export async function getSubscriptions(signal: AbortSignal): Promise<Subscriptions> {
  const { data } = await http.get<Subscriptions>("/lab/subscriptions", { signal });
  return data;
}
