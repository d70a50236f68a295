// A database of the benchmark's own in a PostgreSQL that others may use, too.

import { randomBytes } from "node:crypto";
import { reasonOf } from "@blog/common/base/reason";
import { Client } from "pg";
import type { OnStop } from "./workload.ts";

const CONNECT_MS = 5000;

/** Resolves with the URL of the new database. */
export async function borrowDatabase(postgres: string, onStop: OnStop): Promise<string> {
  const name = `blog_bench_${randomBytes(6).toString("hex")}`;
  const url = new URL(postgres);
  url.pathname = `/${name}`;
  const making = ask(postgres, `CREATE DATABASE ${name}`);
  // Also when the run is interrupted while it is made.
  onStop(async () => {
    const isMade = await making.then(
      () => true,
      () => false,
    );
    if (isMade) await remove(postgres, name);
  });
  await making;
  return url.href;
}

/** Makes a database that is removed again: so it is known that this is allowed. */
export async function versionOfPostgres(url: string, onStop: OnStop): Promise<string> {
  const own = await borrowDatabase(url, onStop);
  const [row] = await ask<{ server_version: string }>(own, "SHOW server_version");
  return row?.server_version.split(" ")[0] ?? "unknown";
}

// A service that was killed may not have hung up yet.
async function remove(postgres: string, name: string): Promise<void> {
  try {
    await ask(postgres, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  } catch (error) {
    console.error(`The database ${name} could not be removed: ${reasonOf(error)}`);
  }
}

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  // The pending request fails, and reports the error.
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<Row>(sql);
    return rows;
  } finally {
    await client.end();
  }
}
