// Transactions that share a commit: no caller gets an answer before it, and all share what becomes of it.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "@blog/common/database/database";
import { openDatabase } from "@blog/common/database/open-database";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";

const notes = "CREATE TABLE IF NOT EXISTS notes (id TEXT PRIMARY KEY, text TEXT)";
// SQLite looks at these when it commits, and not before.
const links = `
  PRAGMA foreign_keys = ON;
  CREATE TABLE IF NOT EXISTS links (id TEXT REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)`;

let db: Database;
let path: string;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "group-commit-"));
  path = join(folder, "notes.db");
  db = await openDatabase(`sqlite:${path}`, [notes, links]);
  onTestFinished(async () => {
    await db.close();
    await rm(folder, { recursive: true, maxRetries: 5 });
  });
});

const add = (id: string, text = "") =>
  db.transaction((tx) => tx.query("INSERT INTO notes (id, text) VALUES ($1, $2)", [id, text]));
const ids = () => db.query("SELECT id FROM notes ORDER BY id");
const statuses = (results: PromiseSettledResult<unknown>[]) => results.map(({ status }) => status);

describe("Transactions that come together", () => {
  it("are answered when another process could see all of them, and not before", async () => {
    const reader = openSqlite(path);
    onTestFinished(() => reader.close());
    const seen: unknown[] = [];
    const look = () => seen.push(reader.prepare("SELECT count(*) AS count FROM notes").get());

    await Promise.all(["a", "b", "c"].map((id) => add(id).then(look)));

    expect(seen).toEqual([{ count: 3 }, { count: 3 }, { count: 3 }]);
  });

  it("see what those before them in the group have done", async () => {
    const [, found] = await Promise.all([
      add("a"),
      db.transaction((tx) => tx.query("SELECT id FROM notes")),
    ]);

    expect(found).toEqual([{ id: "a" }]);
  });

  it("let a reader wait for the commit of what it has seen", async () => {
    const order: string[] = [];

    const written = add("a").then(() => order.push("written"));
    const read = ids().then((found) => {
      order.push("read");
      return found;
    });

    await Promise.all([written, read]);
    expect(await read).toEqual([{ id: "a" }]);
    expect(order).toEqual(["written", "read"]);
  });
});

describe("A single statement", () => {
  it("does not wait until hundreds of transactions have had their turn, nor they for hundreds of statements", async () => {
    const order: string[] = [];
    const many = Array.from({ length: 300 }, (_, index) => `n${index}`);
    const note = (what: string) => order.push(what);

    const transactions = many.map((id) => add(id).then(() => note("transaction")));
    const statements = many.map(() => ids().then(() => note("statement")));
    await Promise.all([...transactions, ...statements]);

    const half = order.slice(0, 300).filter((what) => what === "statement");
    expect(half.length).toBeGreaterThan(100);
    expect(half.length).toBeLessThan(200);
  });
});

describe("When the commit of a group fails", () => {
  const breakCommit = () =>
    db.transaction((tx) => tx.query("INSERT INTO links (id) VALUES ('nowhere')"));

  it("all of them fail with its error, and nothing is kept", async () => {
    const results = await Promise.allSettled([add("a"), breakCommit(), add("b"), ids()]);

    expect(statuses(results)).toEqual(["rejected", "rejected", "rejected", "rejected"]);
    expect(results[0]).toMatchObject({
      reason: { message: expect.stringMatching(/foreign key/i) },
    });
    expect(await ids()).toEqual([]);
  });

  it("the next ones are not touched by that", async () => {
    await Promise.allSettled([add("a"), breakCommit()]);

    await add("c");

    expect(await ids()).toEqual([{ id: "c" }]);
  });
});

describe("When the disk is full", () => {
  it("what was undone with it fails with 507, and what was answered is there", async () => {
    await db.query("PRAGMA max_page_count = 12");
    const names = ["a", "b", "big", "c", "d"];

    const results = await Promise.allSettled(
      names.map((id) => add(id, id === "big" ? "x".repeat(100_000) : "")),
    );

    const answered = names.filter((_, index) => results[index]?.status === "fulfilled");
    expect(answered).not.toContain("big");
    expect(await ids()).toEqual(answered.map((id) => ({ id })));
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ status: 507 });
  });
});
