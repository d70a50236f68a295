// What every engine behind `Database` must do. One file, run against each of them.

import type { Database } from "@blog/common/database/database";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { testTransactionsAtOnce } from "./database-at-once.ts";

const tables = [
  "CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL)",
  "CREATE TABLE IF NOT EXISTS notes (id TEXT PRIMARY KEY, text TEXT)",
];

export function testDatabase(engine: string, open: (tables: string[]) => Promise<Database>): void {
  describe(`A database (${engine})`, () => {
    let db: Database;

    beforeEach(async () => {
      db = await open(tables);
      await db.query("DELETE FROM counters");
      await db.query("DELETE FROM notes");
      await db.query("INSERT INTO counters (name, value) VALUES ('visits', 0)");
    });

    afterEach(() => db.close());

    const visits = async () => (await db.query<{ value: number }>("SELECT value FROM counters"))[0];
    const notes = () => db.query("SELECT id, text FROM notes ORDER BY id");

    it("gives back what was stored, whatever is in it", async () => {
      const text = `it's "quoted"; $1 -- 日本語 🍊`;

      await db.query("INSERT INTO notes (id, text) VALUES ($1, $2), ($3, $4)", [
        "a",
        text,
        "b",
        null,
      ]);

      expect(await notes()).toEqual([
        { id: "a", text },
        { id: "b", text: null },
      ]);
    });

    it("takes parameters by number, so one can be used twice and in any order", async () => {
      await db.query("INSERT INTO notes (id, text) VALUES ($2, $1), ($1, $1)", ["x", "y"]);

      expect(await notes()).toEqual([
        { id: "x", text: "x" },
        { id: "y", text: "x" },
      ]);
    });

    it("answers with RETURNING whether a row was new", async () => {
      const add = "INSERT INTO notes (id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id";

      const first = await db.query(add, ["a"]);
      const second = await db.query(add, ["a"]);

      expect([first, second]).toEqual([[{ id: "a" }], []]);
    });

    it("commits what a transaction did, and returns its result", async () => {
      const result = await db.transaction(async (tx) => {
        await tx.query("INSERT INTO notes (id) VALUES ('a')");
        await tx.query("INSERT INTO notes (id) VALUES ('b')");
        return "both";
      });

      expect(result).toBe("both");
      expect(await notes()).toHaveLength(2);
    });

    it("keeps nothing of a transaction that throws, and passes its error on", async () => {
      const failing = db.transaction(async (tx) => {
        await tx.query("INSERT INTO notes (id) VALUES ('a')");
        throw new Error("changed my mind");
      });

      await expect(failing).rejects.toThrow("changed my mind");
      expect(await notes()).toEqual([]);
    });

    it("keeps nothing of a transaction one of whose statements fails", async () => {
      const failing = db.transaction(async (tx) => {
        await tx.query("INSERT INTO notes (id) VALUES ('a')");
        await tx.query("INSERT INTO notes (id) VALUES ('a')");
      });

      await expect(failing).rejects.toThrow(/unique/i);
      expect(await notes()).toEqual([]);
    });

    it("lets slow transactions take turns, so that none works on what another is about to change", async () => {
      const visit = () =>
        db.transaction(async (tx) => {
          const [row] = await tx.query<{ value: number }>("SELECT value FROM counters");
          await new Promise((resolve) => setTimeout(resolve, 10));
          await tx.query("UPDATE counters SET value = $1", [Number(row?.value) + 1]);
        });

      await Promise.all([visit(), visit(), visit()]);

      expect(await visits()).toEqual({ value: 3 });
    });

    it("shows no other connection the unfinished work of a transaction", async () => {
      let seen: unknown;

      const failing = db.transaction(async (tx) => {
        await tx.query("UPDATE counters SET value = 99");
        seen = visits();
        await new Promise((resolve) => setTimeout(resolve, 10));
        throw new Error("never mind");
      });

      await expect(failing).rejects.toThrow("never mind");
      expect(await seen).toEqual({ value: 0 });
    });

    it("goes on after a transaction has failed", async () => {
      await db.transaction(() => Promise.reject(new Error("no"))).catch(() => {});

      await db.transaction((tx) => tx.query("INSERT INTO notes (id) VALUES ('a')"));

      expect(await notes()).toHaveLength(1);
    });

    testTransactionsAtOnce(() => db);
  });
}
