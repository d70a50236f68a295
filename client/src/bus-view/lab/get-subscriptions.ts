// GET /lab/subscriptions: how far each subscriber is. Every bus of ours answers it, also with the lab off; the course's bus
// keeps no such list, and answers all its events.

import { isUnknownAddress } from "../../http/course-part.ts";
import { http } from "../../http/http.ts";

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
  /** The bus keeps a log only: who has received what is unknown. */
  isLogOnly?: boolean;
}

export async function getSubscriptions(signal: AbortSignal): Promise<Subscriptions> {
  try {
    const { data } = await http.get<Subscriptions>("/lab/subscriptions", { signal });
    return data;
  } catch (error) {
    if (!isUnknownAddress(error)) throw error;
    const { data } = await http.get<unknown[]>("/lab/events", { signal });
    return { log: { id: "log only", length: data.length }, subscriptions: [], isLogOnly: true };
  }
}
