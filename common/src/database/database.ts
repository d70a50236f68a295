// The database as a service sees it: SQL with $1, $2, and transactions. No service knows which engine answers.

import { fileURLToPath } from "node:url";
import { isDamagedFile, setAside } from "./damaged-file.ts";
import { openSqliteDatabase } from "./database-sqlite.ts";
import { createLogger } from "../base/logger.ts";

export type Value = string | number | null;

export interface Queryable {
  /** Runs one statement and returns its rows; `Row` is the caller's word for what its own SQL selects. */
  query<Row extends object>(sql: string, params?: Value[]): Promise<Row[]>;
}

/** Passed by hand to whatever has to happen together. Useless once its transaction has ended. */
export type Transaction = Queryable;

export interface Database extends Queryable {
  /**
   * All of `work` or nothing: commits (durably) when it resolves, rolls back when it rejects. None ever sees another's
   * unfinished work, or writes over what another has changed meanwhile: SQLite lets them take turns (and those that come
   * together share a commit: if it fails, all of them have failed), and PostgreSQL fails
   * one that comes too late, which is then run again. So `work` may run more than once, and touches nothing but `tx`.
   * Throws a 507 Problem when the disk is full, a 503 when the server is out of reach (then it may have been committed).
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Of all processes that use this database, lets one do the work of that name; another takes over when it is gone. The
   * signal given to `work` aborts when `signal` does, or when somebody else may be doing it: what it does then still
   * must do no harm. Resolves once `work` has ended by itself, or `signal` has aborted.
   */
  asLeader(
    name: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void>;
  /** Whether other processes write here too: then a bell in this one does not ring for all that is new. */
  readonly othersWriteToo: boolean;
  close(): Promise<void>;
}

/**
 * Opens the database at `url` (`sqlite:<file>`, `sqlite::memory:`, `postgres://…`) and applies the migrations it has not
 * seen yet. `schema` keeps services apart that share one PostgreSQL.
 */
export async function openDatabase(
  url: string,
  migrations: string[],
  schema = "public",
): Promise<Database> {
  const [protocol] = url.split(":");
  if (protocol === "sqlite") return openSqliteDatabase(url.slice("sqlite:".length), migrations);
  if (protocol === "postgres" || protocol === "postgresql") {
    const { openPostgresDatabase } = await import("../engines/postgres/database-postgres.ts");
    return openPostgresDatabase(url, schema, migrations);
  }
  throw new Error(`DATABASE_URL: no engine here for ${protocol}:`);
}

/**
 * The database of a service: at `url`, or else in `.data/` at the top of the project. A damaged file ends the process with 78
 * (EX_CONFIG: starting it again will not help) and a sentence; or, where `canRebuild` says that the log has all that was in it,
 * it is set aside, and a new one begins.
 */
export async function openDatabaseOf(
  service: string,
  url: string | undefined,
  migrations: string[],
  { canRebuild = false }: { canRebuild?: boolean } = {},
): Promise<Database> {
  const place = url ?? defaultDatabaseUrl(service);
  try {
    return await openDatabase(place, migrations, service);
  } catch (error) {
    if (!isDamagedFile(error)) throw error;
    const [file, reason] = [place.slice("sqlite:".length), error.message];
    const log = createLogger(service);
    if (!canRebuild) {
      log.fatal({ file, reason }, `${file} is damaged. ${WHAT_TO_DO}`);
      process.exit(78);
    }
    const aside = setAside(file);
    log.warn(
      { file, reason, aside },
      `${file} is damaged; ${service} is built again from the log.`,
    );
    return openDatabase(place, migrations, service);
  }
}

const WHAT_TO_DO =
  "Restore it from a backup (npm run restore), or move it away: then the service reads the whole log again, and only what " +
  "the bus had not been sent yet is missing.";

function defaultDatabaseUrl(service: string): string {
  return `sqlite:${fileURLToPath(new URL(`../../../.data/${service}.db`, import.meta.url))}`;
}
