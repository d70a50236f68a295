// GET and PUT /lab/faults/author-service: how much later than usual author-service answers every call.

import { http } from "../../../../http/http.ts";

const URL = "/lab/faults/author-service";

export async function getDelayMs(signal: AbortSignal): Promise<number> {
  const { data } = await http.get<{ delayMs: number }>(URL, { signal });
  return data.delayMs;
}

export async function setDelayMs(delayMs: number): Promise<void> {
  await http.put(URL, { delayMs });
}
