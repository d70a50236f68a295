// A database for one test: real SQLite, in memory, closed when the test is over.

import type { Database } from "@blog/common/database/database";
import { openDatabase } from "@blog/common/database/open-database";
import { onTestFinished } from "vitest";

export async function openTestDatabase(...tables: string[]): Promise<Database> {
  const db = await openDatabase("sqlite::memory:", tables);
  onTestFinished(() => db.close());
  return db;
}
