// POST /lab/services/:name/…: stops, kills, starts a process of the blog, through the local runner. Accepted is not
// done: the progress comes on the stream.

import { http } from "../../blog/api/http.ts";

/** rebuild: its data is deleted while it is stopped. Only query can, because its data is made of events alone. */
export type ServiceVerb = "start" | "stop" | "kill" | "restart" | "rebuild";

export async function changeService(name: string, verb: ServiceVerb): Promise<void> {
  await http.post(`/lab/services/${encodeURIComponent(name)}/${verb}`);
}
