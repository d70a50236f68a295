// What GET /status says, as a type that server and page share.

export type ServiceState = "ready" | "starting" | "down";

export interface ServiceStatus {
  name: string;
  url: string;
  state: ServiceState;
  /** Why it is not ready, in its own words if it has any. */
  detail?: string;
}

/** As the event bus says it at GET /subscriptions. */
export interface Subscription {
  name: string;
  url: string;
  cursor: number;
  lag: { events: number; seconds: number };
  state: "idle" | "delivering" | "retrying" | "down";
  lastError: string | null;
  parked: number;
}

export interface BusStatus {
  log: { id: string; length: number };
  subscriptions: Subscription[];
}

export interface StatusReport {
  services: ServiceStatus[];
  /** null while the bus does not answer, or is one that keeps no subscriptions (the course's own). */
  bus: BusStatus | null;
}
