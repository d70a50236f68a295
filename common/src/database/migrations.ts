// Numbered migrations: what a database has to hold, step by step. Each is applied once and remembered with its text, so
// that one that was changed afterwards is noticed before the first query fails for an unclear reason.

import type { Queryable } from "./database.ts";

const TABLE =
  "CREATE TABLE IF NOT EXISTS migrations (number INTEGER NOT NULL UNIQUE, text TEXT NOT NULL)";

/** A transaction in which scripts can be run: several statements, no parameters, no rows. */
export interface Migrator extends Queryable {
  run(script: string): Promise<unknown>;
}

/**
 * Applies those of `scripts` that this database has not seen, in order; the number is the place in the list, so lists only
 * ever grow at their end. Throws when one that was applied reads differently now. The caller sees to it that no other
 * process does the same meanwhile.
 */
export async function migrate(tx: Migrator, scripts: string[]): Promise<void> {
  await tx.run(TABLE);
  const rows = await tx.query<{ number: number; text: string }>(
    "SELECT number, text FROM migrations",
  );
  const applied = new Map(rows.map(({ number, text }) => [number, text]));

  for (const [index, script] of scripts.entries()) {
    const [number, text] = [index + 1, withoutLayout(script)];
    const known = applied.get(number);
    if (known === undefined) {
      await tx.run(script);
      await tx.query("INSERT INTO migrations (number, text) VALUES ($1, $2)", [number, text]);
    } else if (known !== text) {
      throw new Error(
        `Migration ${number} of this database was another one: add a new migration instead of changing an old one. ` +
          `It was:\n${known}\nIt is now:\n${text}`,
      );
    }
  }
}

function withoutLayout(script: string): string {
  return script.replace(/\s+/g, " ").trim();
}
