// The embedded engine. node:sqlite is synchronous, but a transaction may wait for something between its statements, and all
// share one connection: so they take turns. Those that come together share a commit (group-commit.ts).

import { type Clock, systemClock } from "../../base/clock.ts";
import { Problem } from "../../base/problem.ts";
import { mustBeWhole } from "../../database/damaged-file.ts";
import type { Database, Queryable, Value } from "../../database/database.ts";
import {
  crash,
  type DatabaseFile,
  isDiskBroken,
  isDiskFull,
  type Statement,
} from "../../database/database-file.ts";
import { migrate } from "../../database/migrations.ts";
import { createGroupCommit } from "./group-commit.ts";
import { openSqlite } from "./sqlite.ts";

export async function openSqliteDatabase(path: string, migrations: string[]): Promise<Database> {
  return createSqliteDatabase(openSqlite(path), migrations);
}

export async function createSqliteDatabase(
  sqlite: DatabaseFile,
  migrations: string[],
  clock: Clock = systemClock,
): Promise<Database> {
  checkWhole(sqlite);
  const connection = createConnection(sqlite);
  const group = createGroupCommit(sqlite, clock);

  const together: typeof group.join = (work, line) =>
    group.join(work, line).catch((error) => {
      throw translate(error);
    });

  const run = async (script: string) => sqlite.exec(script);
  try {
    await together(() => migrate({ ...connection, run }, migrations), "transactions");
  } catch (error) {
    sqlite.close();
    throw error;
  }

  return {
    // Within a group it would see what is not durable yet: then it has to wait for the commit, too.
    query: (sql, params) =>
      group.isIdle()
        ? connection.query(sql, params)
        : together(() => connection.query(sql, params), "statements"),
    transaction: (work) => together(() => work(connection), "transactions"),
    // A file has one owner.
    asLeader: (_name, signal, work) => work(signal),
    isShared: false,
    async close() {
      await group.end();
      sqlite.close();
    },
  };
}

function checkWhole(sqlite: DatabaseFile): void {
  try {
    mustBeWhole(sqlite);
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

interface Prepared {
  statement: Statement;
  /** Which parameter each of its places takes. */
  places: number[];
}

function createConnection(sqlite: DatabaseFile): Queryable {
  const prepared = new Map<string, Prepared>();

  // Bound by place: an object with a key for each $1 costs as much again as the statement.
  function prepare(sql: string): Prepared {
    const places: number[] = [];
    const inPlaces = sql.replace(/\$(\d+)/g, (_, number) => {
      places.push(Number(number) - 1);
      return "?";
    });
    return { statement: sqlite.prepare(inPlaces), places };
  }

  return {
    async query<Row extends object>(sql: string, params: Value[] = []) {
      try {
        let known = prepared.get(sql);
        if (!known) prepared.set(sql, (known = prepare(sql)));
        // The driver itself refuses `undefined`, for a number without a value.
        const values = known.places.map((place) => params[place] as Value);
        // Rows are what the SQL selects; the caller, who wrote the SQL, names their type.
        return known.statement.all(...values) as Row[];
      } catch (error) {
        throw translate(error);
      }
    },
  };
}

function translate(error: unknown): unknown {
  if (isDiskFull(error))
    return new Problem(507, "There is no space left to store this. Nothing was changed.");
  if (isDiskBroken(error)) crash(error);
  return error;
}
