// PostgreSQL behind the `Database` port: the contract, and what only a server that others use too can show.

import type { Database } from "@blog/common/database/database";
import { openDatabase } from "@blog/common/database/open-database";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { testDatabase } from "../contracts/database.ts";
import { requires } from "../requires.ts";
import { startPostgres } from "./postgres-server.ts";
import type { TestServer } from "./server-process.ts";

const notes = "CREATE TABLE IF NOT EXISTS notes (id TEXT PRIMARY KEY, text TEXT)";
const queue = "CREATE TABLE IF NOT EXISTS queue (seq INTEGER PRIMARY KEY, text TEXT)";
const counter = "CREATE TABLE counter (n BIGINT); INSERT INTO counter VALUES (0)";

requires("postgres")("PostgreSQL", (program) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startPostgres(program);
  });
  afterAll(() => server.remove());

  async function open(schema: string, migrations: string[]): Promise<Database> {
    const db = await openDatabase(server.url, migrations, schema);
    onTestFinished(() => db.close());
    return db;
  }

  testDatabase("PostgreSQL", (migrations) => openDatabase(server.url, migrations, "contract"));

  it("is made ready once, however many replicas start at the same time", async () => {
    const replicas = await Promise.all([1, 2, 3, 4].map(() => open("together", [counter])));

    expect(await replicas[0]?.query("SELECT n FROM counter")).toEqual([{ n: 0 }]);
  });

  it("keeps services apart that share it", async () => {
    const posts = await open("posts", [notes]);
    const comments = await open("comments", [notes]);

    await posts.query("INSERT INTO notes (id) VALUES ('a')");

    expect(await comments.query("SELECT id FROM notes")).toEqual([]);
  });

  it("takes the schema that was made for a service whose role may make none", async () => {
    const owner = await open("public", []);
    await owner.query("CREATE ROLE tenant LOGIN");
    await owner.query("CREATE SCHEMA tenant AUTHORIZATION tenant");

    const db = await openDatabase(
      server.url.replace("//postgres@", "//tenant@"),
      [notes],
      "tenant",
    );
    onTestFinished(() => db.close());

    await db.query("INSERT INTO notes (id) VALUES ('a')");
    expect(await owner.query("SELECT id FROM tenant.notes")).toEqual([{ id: "a" }]);
  });

  it("numbers rows by itself, as SQLite does, and counts in numbers", async () => {
    const db = await open("numbers", [queue]);

    await db.query("INSERT INTO queue (text) VALUES ('a'), ('b')");

    expect(await db.query("SELECT seq, text FROM queue ORDER BY seq")).toEqual([
      { seq: 1, text: "a" },
      { seq: 2, text: "b" },
    ]);
    expect(await db.query("SELECT count(*) AS n FROM queue")).toEqual([{ n: 2 }]);
  });

  it("runs a transaction again that came too late, also when replicas meet", async () => {
    const replicas = await Promise.all([1, 2, 3].map(() => open("visits", [counter])));
    const visit = (db: Database) =>
      db.transaction(async (tx) => {
        const [row] = await tx.query<{ n: number }>("SELECT n FROM counter");
        await tx.query("UPDATE counter SET n = $1", [Number(row?.n) + 1]);
      });

    await Promise.all(Array.from({ length: 30 }, (_, index) => visit(replicas[index % 3]!)));

    expect(await replicas[0]?.query("SELECT n FROM counter")).toEqual([{ n: 30 }]);
  });

  it("runs one of two transactions again that wait for each other", async () => {
    const db = await open("deadlock", [notes]);
    await db.query("INSERT INTO notes (id) VALUES ('a'), ('b')");
    const touch = (first: string, second: string) =>
      db.transaction(async (tx) => {
        await tx.query("UPDATE notes SET text = 'x' WHERE id = $1", [first]);
        await new Promise((resolve) => setTimeout(resolve, 50));
        await tx.query("UPDATE notes SET text = 'y' WHERE id = $1", [second]);
      });

    await Promise.all([touch("a", "b"), touch("b", "a")]);

    expect(await db.query("SELECT count(DISTINCT text) AS texts FROM notes")).toEqual([
      { texts: 2 },
    ]);
  });

  it("does not claim to have committed what it has rolled back", async () => {
    const db = await open("spoilt", [notes]);
    const spoilt = db.transaction(async (tx) => {
      await tx.query("INSERT INTO notes (id) VALUES ('a')");
      await tx.query("INSERT INTO notes (id) VALUES ('a')").catch(() => {});
    });

    await expect(spoilt).rejects.toThrow("A statement of this transaction has failed");
    expect(await db.query("SELECT id FROM notes")).toEqual([]);
  });

  it("ends a statement that takes too long, as an outage", async () => {
    const db = await open("slow", []);
    await db
      .transaction(async (tx) => {
        await tx.query("SET LOCAL statement_timeout = 20");

        await expect(tx.query("SELECT pg_sleep(5)")).rejects.toMatchObject({ status: 503 });
      })
      .catch(() => {});
  });

  describe("When its disk is full", () => {
    it("a transaction fails with 507", async () => {
      const db = await open("full", [
        `CREATE FUNCTION fill() RETURNS void LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$`,
      ]);

      const filling = db.transaction((tx) => tx.query("SELECT fill()"));

      await expect(filling).rejects.toMatchObject({ name: "Problem", status: 507 });
    });
  });
});
