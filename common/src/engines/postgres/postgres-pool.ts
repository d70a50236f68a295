// The connections of one process to PostgreSQL, and what each of them insists on.

import { Pool, types } from "pg";

const BIGINT = 20;

/** Connects to nothing before the first statement. All statements see the tables of `schema`. */
export function createPool(url: string, schema: string): Pool {
  if (!/^[a-z_]\w*$/i.test(schema)) throw new Error(`"${schema}" cannot be the name of a schema.`);
  const pool = new Pool({ connectionString: url, ...SETTINGS, options: sessionOptions(schema) });
  // A connection that breaks fails its current statement, and is replaced. Without a listener, its event would end the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  pool.on("error", () => {});
  return pool;
}

const SETTINGS = {
  max: 10,
  // Also while all connections are in use: a caller that waits longer gets an error.
  connectionTimeoutMillis: 5000,
  keepAlive: true,
  // The server ends a statement by itself; this is for a server that is silent.
  query_timeout: 15_000,
  // count(*) and positions are BIGINT, and stay far below 2^53.
  types: {
    getTypeParser: (type: number, format?: "text" | "binary") =>
      type === BIGINT ? Number : types.getTypeParser(type, format),
  },
};

function sessionOptions(schema: string): string {
  const settings = {
    search_path: schema,
    statement_timeout: "10s",
    // A process that stands still in the middle of a transaction holds what others wait for.
    idle_in_transaction_session_timeout: "10s",
    // A machine that vanishes leaves its locks behind until the server notices.
    tcp_keepalives_idle: 10,
    tcp_keepalives_interval: 5,
    tcp_keepalives_count: 3,
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(" ");
}
