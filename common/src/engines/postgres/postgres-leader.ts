// Of several processes with one database, one does the work. It holds an advisory lock on a connection of its own: when it
// dies, or loses that connection, PostgreSQL gives the lock to another. In between both may work for a moment; what they do
// must bear that (events go out under the same ids, and a checkpoint moves once).

import type { PoolClient } from "pg";
import { pause } from "../../base/backoff.ts";
import type { Logger } from "../../base/logger.ts";
import { reasonOf } from "../../base/reason.ts";

const LOOK_AGAIN_MS = 500;

interface LeaderOptions {
  connect(): Promise<PoolClient>;
  /** Names the lock: its hash is what the server knows. */
  lock: string;
  log: Logger;
}

/** Runs `work` whenever the lock is ours, until it ends by itself or `signal` aborts. Never rejects because of the server. */
export async function leadWhileLocked(
  { connect, lock, log }: LeaderOptions,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const client = await connect();
      const isDone = await leadOn(client, lock, signal, work).finally(() => client.release(true));
      if (isDone) return;
    } catch (error) {
      log.debug({ reason: reasonOf(error), lock }, "cannot take the lead");
    }
    await pause(LOOK_AGAIN_MS, signal);
  }
}

async function leadOn(
  client: PoolClient,
  lock: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const lost = new AbortController();
  client.on("error", () => lost.abort());
  client.on("end", () => lost.abort());
  const leading = AbortSignal.any([signal, lost.signal]);

  while (!(await take(client, lock))) {
    await pause(LOOK_AGAIN_MS, leading);
    if (leading.aborted) return signal.aborted;
  }
  const watching = watch(client, lost, leading);
  await work(leading);
  const isDone = !lost.signal.aborted;
  lost.abort();
  await watching;
  return isDone;
}

async function take(client: PoolClient, lock: string): Promise<boolean> {
  const sql = "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken";
  const { rows } = await client.query<{ taken: boolean }>(sql, [lock]);
  return rows[0]?.taken ?? false;
}

// A connection that is cut without a word looks alive until it is used.
async function watch(
  client: PoolClient,
  lost: AbortController,
  leading: AbortSignal,
): Promise<void> {
  while (!leading.aborted) {
    await pause(2000, leading);
    await client.query("SELECT 1").catch(() => lost.abort());
  }
}
