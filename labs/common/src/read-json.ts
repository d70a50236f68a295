// Reads JSON from another service. Not with fetch: that refuses the ports which browsers refuse, and ports are settings here.

import { request } from "undici";

/** Rejects when there is no answer in time, or none with status 200. */
export async function readJson(url: string, timeoutMs = 2000): Promise<unknown> {
  const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (statusCode !== 200) {
    await body.dump();
    throw new Error(`${url} has answered ${statusCode}.`);
  }
  return body.json();
}
