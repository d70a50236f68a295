// The database as a service sees it: SQL with $1, $2, and transactions. No service knows which engine answers.

import { fileURLToPath } from "node:url";
import { openSqliteDatabase } from "./database-sqlite.ts";

export type Value = string | number | null;

export interface Queryable {
  /** Runs one statement and returns its rows; `Row` is the caller's word for what its own SQL selects. */
  query<Row extends object>(sql: string, params?: Value[]): Promise<Row[]>;
}

/** Passed by hand to whatever has to happen together. Useless once its transaction has ended. */
export type Transaction = Queryable;

export interface Database extends Queryable {
  /**
   * All of `work` or nothing: commits (durably) when it resolves, rolls back when it rejects.
   * Transactions take turns: none ever sees another's unfinished work. Throws a 507 Problem when the disk is full.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens the database at `url` (`sqlite:<file>`, `sqlite::memory:`) and makes the tables it does not have yet. */
export async function openDatabase(url: string, tables: string[]): Promise<Database> {
  if (url.startsWith("sqlite:")) return openSqliteDatabase(url.slice("sqlite:".length), tables);
  throw new Error(`DATABASE_URL: no engine here for ${url.split(":")[0]}:`);
}

/** Where a service keeps its data unless DATABASE_URL says otherwise: `.data/` at the top of the project. */
export function defaultDatabaseUrl(name: string): string {
  return `sqlite:${fileURLToPath(new URL(`../../.data/${name}.db`, import.meta.url))}`;
}
