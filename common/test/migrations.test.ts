// Migrations: a database grows step by step, and each step is made once.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@blog/common/database/open-database";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";

const posts = "CREATE TABLE posts (id TEXT PRIMARY KEY); INSERT INTO posts VALUES ('first')";
const titles = "ALTER TABLE posts ADD COLUMN title TEXT NOT NULL DEFAULT ''";
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "migrations-"));
});
afterAll(() => rm(folder, { recursive: true, maxRetries: 5 }));

async function open(name: string, migrations: string[]) {
  const db = await openDatabase(`sqlite:${join(folder, name)}`, migrations);
  onTestFinished(() => db.close());
  return db;
}

describe("A database that is opened again", () => {
  it("gets the migrations it has not seen, and none of them twice", async () => {
    await (await open("grows.db", [posts])).query("INSERT INTO posts VALUES ('second')");

    const grown = await open("grows.db", [posts, titles]);

    expect(await grown.query("SELECT id, title FROM posts ORDER BY id")).toEqual([
      { id: "first", title: "" },
      { id: "second", title: "" },
    ]);
  });

  it("does not care how a migration is laid out", async () => {
    await open("layout.db", [posts]);

    await open("layout.db", [posts.replaceAll(" ", "\n  ")]);
  });

  it("is refused when a migration was changed after it was applied", async () => {
    await open("changed.db", [posts]);

    await expect(open("changed.db", [posts.replace("first", "other")])).rejects.toThrow(
      /Migration 1 .* add a new migration instead/,
    );
  });
});

describe("A migration that fails", () => {
  it("leaves nothing behind, also of the ones before it", async () => {
    await expect(open("fails.db", [posts, "CREATE TABLE posts (x TEXT)"])).rejects.toThrow(
      /exists/,
    );

    const db = await open("fails.db", [posts, titles]);

    expect(await db.query("SELECT id FROM posts")).toEqual([{ id: "first" }]);
  });
});
