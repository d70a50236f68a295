// POST /lab/services/:name/…: stops, kills, starts a process of the system, through the local runner. Accepted is not
// done: the progress comes on the stream.

import { http } from "../../http/http.ts";

/** rebuild: its data is deleted while it is stopped. Only a service whose data is made of events alone can. */
export type ServiceVerb = "start" | "stop" | "kill" | "restart" | "rebuild";

export async function changeService(name: string, verb: ServiceVerb): Promise<void> {
  await http.post(`/lab/services/${encodeURIComponent(name)}/${verb}`);
}
