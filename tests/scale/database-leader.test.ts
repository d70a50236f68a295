// Of several processes with one PostgreSQL, one does what only one may do; and what happens when the server dies.

import type { Database } from "@blog/common/database/database";
import { openDatabase } from "@blog/common/database/open-database";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { requires } from "../requires.ts";
import { startPostgres } from "./postgres-server.ts";
import type { TestServer } from "./server-process.ts";
import { until } from "../kit/until.ts";

const notes = "CREATE TABLE IF NOT EXISTS notes (id TEXT PRIMARY KEY)";

requires("postgres")("Processes that share one PostgreSQL", (program) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startPostgres(program);
  });
  afterAll(() => server.remove());

  async function open(): Promise<Database> {
    const db = await openDatabase(server.url, [notes], "leader");
    onTestFinished(() => db.close());
    return db;
  }

  /** A candidate, and whether it leads now. */
  async function candidate(db: Database) {
    const stopping = new AbortController();
    const state = { leads: false, terms: 0 };
    const ended = db.asLeader("relay", stopping.signal, async (signal) => {
      state.leads = true;
      state.terms += 1;
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      state.leads = false;
    });
    const resign = async () => {
      stopping.abort();
      await ended;
    };
    onTestFinished(resign);
    return { state, resign };
  }

  it("let one of them lead, and another one when it has gone", async () => {
    const candidates = await Promise.all([1, 2, 3].map(async () => candidate(await open())));
    const leaders = () => candidates.filter(({ state }) => state.leads);
    await until(() => expect(leaders()).toHaveLength(1));
    const [first] = leaders();

    await first?.resign();

    await until(() => expect(leaders()).toHaveLength(1));
    expect(leaders()[0]).not.toBe(first);
  });

  it("notice when they lead no longer, because the server has forgotten them", async () => {
    const db = await open();
    const { state } = await candidate(db);
    await until(() => expect(state.leads).toBe(true));

    await db.query(
      "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted",
    );

    await until(() => expect(state).toEqual({ leads: true, terms: 2 }));
  });

  it("lose nothing that was answered when it is killed, and go on when it is back", async () => {
    const db = await open();
    const { state } = await candidate(db);
    await until(() => expect(state.leads).toBe(true));
    await db.query("INSERT INTO notes (id) VALUES ('a')");

    await server.kill();
    const whileAway = db.transaction((tx) => tx.query("INSERT INTO notes (id) VALUES ('b')"));
    await expect(whileAway).rejects.toMatchObject({ name: "Problem", status: 503 });
    await until(() => expect(state.leads).toBe(false));
    await server.start();

    const look = async () => expect(await db.query("SELECT id FROM notes")).toEqual([{ id: "a" }]);
    await until(look);
    await until(() => expect(state.leads).toBe(true));
  });
});
