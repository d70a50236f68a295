// Which engine answers at a database's URL: the one place that knows. What happens when a service's file is damaged.

import { fileURLToPath } from "node:url";
import { createLogger } from "../base/logger.ts";
import { isDamagedFile, setAside } from "./damaged-file.ts";
import type { Database } from "./database.ts";
import type { OpenFile } from "./database-file.ts";

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
  if (protocol === "sqlite") {
    const { openSqliteDatabase } = await import("../engines/sqlite/database-sqlite.ts");
    return openSqliteDatabase(url.slice("sqlite:".length), migrations);
  }
  if (protocol === "postgres" || protocol === "postgresql") {
    const { openPostgresDatabase } = await import("../engines/postgres/database-postgres.ts");
    return openPostgresDatabase(url, schema, migrations);
  }
  throw noEngineFor(protocol);
}

/** What opens the files of a bus: the engine at URLs of this protocol, such as `sqlite`. */
export async function fileEngine(protocol: string): Promise<OpenFile> {
  if (protocol === "sqlite") {
    const { openSqlite } = await import("../engines/sqlite/sqlite.ts");
    return openSqlite;
  }
  throw noEngineFor(protocol);
}

const noEngineFor = (protocol = "") => new Error(`DATABASE_URL: no engine here for ${protocol}:`);

/**
 * The database of a service: at `url`, or else in `.data/` at the top of the project. A damaged file ends the process with 78
 * (EX_CONFIG: starting it again will not help) and a sentence; or, with `canRebuild` (the log has all that was in it),
 * it is set aside where the system allows that, and a new one begins.
 */
export async function openDatabaseOf(
  service: string,
  url: string | undefined,
  migrations: string[],
  { canRebuild = false }: { canRebuild?: boolean } = {},
): Promise<Database> {
  const place = url ?? defaultDatabaseUrl(service);
  // A schema's name has no hyphens.
  const schema = service.replaceAll("-", "_");
  try {
    return await openDatabase(place, migrations, schema);
  } catch (error) {
    if (!isDamagedFile(error)) throw error;
    const [file, reason] = [place.slice("sqlite:".length), error.message];
    const log = createLogger(service);
    const aside = canRebuild ? setAside(file) : undefined;
    if (aside === undefined) {
      log.fatal({ file, reason }, `${file} is damaged. ${WHAT_TO_DO}`);
      process.exit(78);
    }
    log.warn(
      { file, reason, aside },
      `${file} is damaged; ${service} is built again from the log.`,
    );
    return openDatabase(place, migrations, schema);
  }
}

const WHAT_TO_DO =
  "Restore it from a backup (npm run restore), or move it away: then the service reads the whole log again, and only what " +
  "the bus had not been sent yet is missing.";

function defaultDatabaseUrl(service: string): string {
  return `sqlite:${fileURLToPath(new URL(`../../../.data/${service}.db`, import.meta.url))}`;
}
