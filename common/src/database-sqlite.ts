// The embedded engine. node:sqlite is synchronous; turns (one promise chain) keep transactions apart all the same,
// because a transaction may wait for something between its statements, and they share one connection.

import type { StatementSync } from "node:sqlite";
import type { Database, Queryable, Value } from "./database.ts";
import { failpoint } from "./failpoint.ts";
import { Problem } from "./problem.ts";
import { crash, isDiskBroken, isDiskFull, openSqlite, type Sqlite } from "./sqlite.ts";

export function openSqliteDatabase(path: string, tables: string[]): Database {
  const sqlite = openSqlite(path);
  for (const table of tables) sqlite.exec(table);

  const connection = createConnection(sqlite);
  const takeTurn = createTurns();

  return {
    query: (sql, params) => takeTurn(() => connection.query(sql, params)),

    transaction: (work) =>
      takeTurn(async () => {
        sqlite.exec("BEGIN IMMEDIATE");
        try {
          const result = await work(connection);
          failpoint("database.commit");
          sqlite.exec("COMMIT");
          failpoint("database.committed");
          return result;
        } catch (error) {
          rollBack(sqlite);
          throw translate(error);
        }
      }),

    close: () => takeTurn(async () => sqlite.close()),
  };
}

function createConnection(sqlite: Sqlite): Queryable {
  const statements = new Map<string, StatementSync>();

  return {
    async query<Row extends object>(sql: string, params: Value[] = []) {
      let statement = statements.get(sql);
      if (!statement) statements.set(sql, (statement = sqlite.prepare(sql)));
      const named = Object.fromEntries(params.map((value, index) => [`$${index + 1}`, value]));
      try {
        // Rows are what the SQL selects; the caller, who wrote the SQL, names their type.
        return statement.all(named) as Row[];
      } catch (error) {
        throw translate(error);
      }
    },
  };
}

function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return function takeTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

// A full disk makes SQLite roll back by itself; a second ROLLBACK would hide the first error.
function rollBack(sqlite: Sqlite): void {
  try {
    sqlite.exec("ROLLBACK");
  } catch {
    // There was nothing left to roll back.
  }
}

function translate(error: unknown): unknown {
  if (isDiskFull(error))
    return new Problem(507, "There is no space left to store this. Nothing was changed.");
  if (isDiskBroken(error)) crash(error);
  return error;
}
