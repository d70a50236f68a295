// What every engine must do with transactions that come at the same time, and may share a commit. A part of
// database.contract.ts, on the tables it makes.

import { AsyncLocalStorage } from "node:async_hooks";
import type { Database } from "@blog/common/database/database";
import { expect, it } from "vitest";

export function testTransactionsAtOnce(current: () => Database): void {
  const transaction: Database["transaction"] = (work) => current().transaction(work);
  const query = (sql: string) => current().query(sql);

  it("keeps what others did at the same time when one of them fails", async () => {
    const add = (id: string, work = async () => {}) =>
      transaction(async (tx) => {
        await tx.query("INSERT INTO notes (id) VALUES ($1)", [id]);
        await work();
      });
    const fail = () => Promise.reject(new Error("never mind"));

    const [a, b, ...twice] = await Promise.allSettled([
      add("a"),
      add("b", fail),
      add("c"),
      add("c"),
    ]);

    expect([a?.status, b?.status]).toEqual(["fulfilled", "rejected"]);
    // Which of two that come at the same time is the first, is up to the engine.
    expect(twice.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await query("SELECT id FROM notes ORDER BY id")).toEqual([{ id: "a" }, { id: "c" }]);
  });

  it("takes more at the same time than fit into one group, each once", async () => {
    const visit = () => transaction((tx) => tx.query("UPDATE counters SET value = value + 1"));

    await Promise.all(Array.from({ length: 200 }, visit));

    expect(await query("SELECT value FROM counters")).toEqual([{ value: 200 }]);
  });

  it("does the work of each in the context of its own caller", async () => {
    const asking = new AsyncLocalStorage<string>();
    const whoAsks = () => transaction(async () => asking.getStore());

    const found = await Promise.all(["a", "b"].map((name) => asking.run(name, whoAsks)));

    expect(found).toEqual(["a", "b"]);
  });
}
