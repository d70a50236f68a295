// GET /lab/services: how each process of the system is. The local runner answers it, also while the bus does not run.

import type { ServiceFact } from "@blog/event-bus/lab/records";
import { http } from "../../http/http.ts";

/** Rejects where there is no runner, and for callers who may not use it. */
export async function getServices(signal: AbortSignal): Promise<ServiceFact[]> {
  const { data } = await http.get<{ services: ServiceFact[] }>("/lab/services", { signal });
  return data.services;
}
