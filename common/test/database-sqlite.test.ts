// The embedded engine: the contract, in memory and in a file, and what only a file on a disk can show.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@blog/common/database/open-database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../tests/contracts/database.ts";

const notes = "CREATE TABLE IF NOT EXISTS notes (id TEXT PRIMARY KEY, text TEXT)";
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "database-"));
});
afterAll(() => rm(folder, { recursive: true, maxRetries: 5 }));

testDatabase("SQLite in memory", (tables) => openDatabase("sqlite::memory:", tables));
testDatabase("SQLite in a file", (tables) =>
  openDatabase(`sqlite:${join(folder, "contract.db")}`, tables),
);

describe("A database file", () => {
  it("is made with its folder, and is still there when it is opened again", async () => {
    const url = `sqlite:${join(folder, "new folder", "posts.db")}`;

    const first = await openDatabase(url, [notes]);
    await first.query("INSERT INTO notes (id) VALUES ('a')");
    await first.close();
    const second = await openDatabase(url, [notes]);

    expect(await second.query("SELECT id FROM notes")).toEqual([{ id: "a" }]);
    await second.close();
  });

  it("survives a power failure: write-ahead log, and an fsync for each commit", async () => {
    const db = await openDatabase(`sqlite:${join(folder, "durable.db")}`, []);

    const [journal] = await db.query("PRAGMA journal_mode");
    const [synchronous] = await db.query("PRAGMA synchronous");

    expect(journal).toEqual({ journal_mode: "wal" });
    expect(synchronous).toEqual({ synchronous: 2 }); // FULL
    await db.close();
  });
});

describe("When the disk is full", () => {
  it("a transaction fails with 507, changes nothing, and works again once there is space", async () => {
    const db = await openDatabase(`sqlite:${join(folder, "full.db")}`, [notes]);
    const fill = () =>
      db.transaction(async (tx) => {
        await tx.query("INSERT INTO notes (id) VALUES ('small')");
        await tx.query("INSERT INTO notes (id, text) VALUES ('big', $1)", ["x".repeat(100_000)]);
      });
    await db.query("PRAGMA max_page_count = 10");

    await expect(fill()).rejects.toMatchObject({ name: "Problem", status: 507 });
    expect(await db.query("SELECT id FROM notes")).toEqual([]);

    await db.query("PRAGMA max_page_count = 1000");
    await fill();
    expect(await db.query("SELECT id FROM notes")).toHaveLength(2);
    await db.close();
  });
});

describe("A database URL of an unknown kind", () => {
  it("is refused by name, without repeating a password in it", async () => {
    await expect(openDatabase("mysql://me:secret@host/blog", [])).rejects.toThrow(
      /^DATABASE_URL: no engine here for mysql:$/,
    );
  });
});
