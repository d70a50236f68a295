// The embedded engine. node:sqlite is synchronous, but a transaction may wait for something between its statements, and all
// share one connection: so they take turns. Those that come together share a commit (group-commit.ts).

import type { StatementSync } from "node:sqlite";
import { mustBeWhole } from "./damaged-file.ts";
import type { Database, Queryable, Value } from "./database.ts";
import { createGroupCommit } from "./group-commit.ts";
import { migrate } from "./migrations.ts";
import { Problem } from "../base/problem.ts";
import { closeSqlite, crash, isDiskBroken, isDiskFull, openSqlite, type Sqlite } from "./sqlite.ts";

export async function openSqliteDatabase(path: string, migrations: string[]): Promise<Database> {
  const sqlite = openWhole(path);
  const connection = createConnection(sqlite);
  const group = createGroupCommit(sqlite);

  const together: typeof group.join = (work, line) =>
    group.join(work, line).catch((error) => {
      throw translate(error);
    });

  const run = async (script: string) => sqlite.exec(script);
  await together(() => migrate({ ...connection, run }, migrations), "transactions");

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
      closeSqlite(sqlite);
    },
  };
}

function openWhole(path: string): Sqlite {
  const sqlite = openSqlite(path);
  try {
    mustBeWhole(sqlite);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

interface Prepared {
  statement: StatementSync;
  /** Which parameter each of its places takes. */
  places: number[];
}

function createConnection(sqlite: Sqlite): Queryable {
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
