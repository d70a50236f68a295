// The answer of GET /status. The page imports the types and nothing else, so no schema travels to the browser.

import { z } from "zod";

/** The event bus's answer to GET /subscriptions. */
export const BusStatus = z.object({
  log: z.object({ id: z.string(), length: z.number() }),
  subscriptions: z.array(
    z.object({
      name: z.string(),
      url: z.string(),
      cursor: z.number(),
      lag: z.object({ events: z.number(), seconds: z.number() }),
      state: z.enum(["idle", "delivering", "retrying", "down"]),
      lastError: z.string().nullable(),
      parked: z.number(),
    }),
  ),
});
export type BusStatus = z.infer<typeof BusStatus>;
export type Subscription = BusStatus["subscriptions"][number];

export type ServiceState = "ready" | "starting" | "down";

export interface ServiceStatus {
  name: string;
  url: string;
  state: ServiceState;
  /** Why it is not ready, in its own words if it has any. */
  detail?: string;
}

export interface StatusReport {
  services: ServiceStatus[];
  /** Without subscriptions: a bus that answers, but keeps no list of them (the course's own). null: no answer. */
  bus: BusStatus | "without subscriptions" | null;
}
