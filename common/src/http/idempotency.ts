// Idempotent writes: a caller without an answer does not know whether its request was handled; with an Idempotency-Key it
// retries under the same key, and gets the first result. The key is remembered in the transaction of the work itself:
// a crash between the two would do it twice. Follows draft-ietf-httpapi-idempotency-key-header.

import { createHash } from "node:crypto";
import type { Request } from "express";
import type { Database, Transaction } from "../database/database.ts";
import { Problem } from "../base/problem.ts";

export const idempotencyTable = `
  CREATE TABLE IF NOT EXISTS idempotency (
    seq INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    request TEXT NOT NULL,
    result TEXT NOT NULL,
    time BIGINT NOT NULL
  );
`;

interface IdempotencyOptions {
  /** So many keys are remembered, give or take a few, and none for longer than `keepMs`. */
  capacity?: number;
  keepMs?: number;
}

export interface Idempotency {
  /**
   * The result of `work`, done in one transaction with the memory of its key; or the result it had when this key came
   * first. Without a key, always done. Throws a 422 Problem when the key came with another request. What fails is not
   * remembered. The result must survive JSON.
   */
  once<Result>(
    key: string | undefined,
    request: object,
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Result>;
}

// Not with every key: to count costs more than to keep a few more.
const PRUNE_EVERY = 100;

export function createIdempotency(
  db: Database,
  { capacity = 10_000, keepMs = 24 * 3600 * 1000 }: IdempotencyOptions = {},
): Idempotency {
  let claims = 0;

  // A second request with the key, also at another process, waits here until the first is done.
  async function claim(tx: Transaction, key: string, digest: string): Promise<boolean> {
    claims += 1;
    if (claims % PRUNE_EVERY === 0) await prune(tx);
    const added = await tx.query(
      `INSERT INTO idempotency (key, request, result, time) VALUES ($1, $2, '', $3)
       ON CONFLICT (key) DO NOTHING RETURNING key`,
      [key, digest, Date.now()],
    );
    return added.length > 0;
  }

  async function prune(tx: Transaction): Promise<void> {
    await tx.query(
      "DELETE FROM idempotency WHERE time < $1 OR seq <= (SELECT max(seq) FROM idempotency) - $2",
      [Date.now() - keepMs, capacity],
    );
  }

  return {
    once: (key, request, work) =>
      db.transaction(async (tx) => {
        if (key === undefined) return work(tx);
        const digest = createHash("sha256").update(JSON.stringify(request)).digest("base64");
        if (!(await claim(tx, key, digest))) return earlierResult(tx, key, digest);

        const result = await work(tx);
        await tx.query("UPDATE idempotency SET result = $1 WHERE key = $2", [
          JSON.stringify(result),
          key,
        ]);
        return result;
      }),
  };
}

async function earlierResult<Result>(
  tx: Transaction,
  key: string,
  digest: string,
): Promise<Result> {
  const [earlier] = await tx.query<{ request: string; result: string }>(
    "SELECT request, result FROM idempotency WHERE key = $1",
    [key],
  );
  if (earlier?.request !== digest)
    throw new Problem(422, "This Idempotency-Key has come with another request before.");
  // What `work` had answered to the same request.
  return JSON.parse(earlier.result) as Result;
}

/** The caller's key, if there is one; the quotes of the draft's syntax may be left out. Throws a 400 Problem for no key at all. */
export function idempotencyKey(req: Request): string | undefined {
  const header = req.get("idempotency-key");
  if (header === undefined) return undefined;
  const key = /^"([\x20-\x7e]*)"$/.exec(header)?.[1] ?? header;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Problem(400, "Idempotency-Key: must have 1 to 255 visible characters.");
}
