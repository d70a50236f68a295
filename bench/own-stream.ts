// A stream of the benchmark's own in a NATS that others may use, too. Its first use makes it.

import { randomBytes } from "node:crypto";
import {
  isApiError,
  type OpenNats,
  openLog,
  openNats,
} from "@blog/common/engines/nats/nats-connection";
import { reasonOf } from "@blog/common/base/reason";
import { JetStreamApiCodes } from "@nats-io/jetstream";
import type { OnStop } from "./workload.ts";

/** Resolves with the URL to use it by. Whatever uses it must have stopped when it is removed, or makes it anew. */
export function borrowStream(nats: string, onStop: OnStop): string {
  const url = nameStream(nats);
  onStop(() => removeStream(url));
  return url;
}

/** The same servers, and a stream of its own. */
export function nameStream(nats: string): string {
  const [servers = "", query] = nats.split("?");
  const settings = new URLSearchParams(query);
  settings.set("stream", `BLOG_BENCH_${randomBytes(6).toString("hex").toUpperCase()}`);
  return `${servers}?${settings}`;
}

/** And what is kept beside it: parked events, and attempts that did not finish. Prints when it cannot. */
export async function removeStream(url: string): Promise<void> {
  const name = new URLSearchParams(url.split("?")[1]).get("stream");
  try {
    const nats = await openNats(url);
    await removeFrom(nats);
    await nats.connection.close();
  } catch (error) {
    console.error(`The stream ${name} could not be removed from NATS: ${reasonOf(error)}`);
  }
}

async function removeFrom({ manager, stream }: OpenNats): Promise<void> {
  for (const own of [stream, `${stream}_PARKED`, `${stream}_UNFINISHED`]) {
    try {
      await manager.streams.delete(own);
    } catch (error) {
      // It was never used.
      if (!isApiError(error, JetStreamApiCodes.StreamNotFound)) throw error;
    }
  }
}

/** Makes a stream and removes it: so it is known that this is allowed. */
export async function versionOfNats(url: string, onStop: OnStop): Promise<string> {
  const own = nameStream(url);
  const nats = await openNats(own);
  onStop(() => removeStream(own));
  await openLog(nats);
  const { version = "unknown" } = nats.connection.info ?? {};
  await nats.connection.close();
  return version;
}
