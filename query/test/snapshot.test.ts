// What is on disk, and what a restart makes of it: the snapshot and a replay from its checkpoint give the view.

import type { Database } from "@blog/common/database/database";
import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { openTestDatabase } from "../../common/test/test-database.ts";
import { createTestLog } from "../../common/test/test-log.ts";
import { openReadModel, startSaving } from "../src/read-model.ts";
import { checksumColumn, createSnapshotStore, snapshotTable } from "../src/snapshot-store.ts";
import { apply, createView } from "../src/view.ts";
import { anyHistory, type LogEvent } from "./any-history.ts";
import { commentCreated, createQuery, postCreated } from "./query-service.ts";
import { toMap } from "./to-map.ts";
import { until } from "../../tests/kit/until.ts";
import { runs } from "../../tests/kit/runs.ts";

/** Feeds a model from its checkpoint on, in order; saves after each of the given numbers of events. */
async function replay(db: Database, history: LogEvent[], saveAfter: number[]) {
  const model = await openReadModel(createSnapshotStore(db));
  const { position: from } = await model.inbox.checkpoint();
  for (const [index, event] of history.entries()) {
    if (event.position <= from) continue;
    const previous = history[index - 1]?.position ?? 0;
    await model.inbox.receive({ log: "log-1", previous, events: [event] });
    if (saveAfter.includes(index + 1)) await model.save();
  }
  return model;
}

async function emptied(db: Database): Promise<Database> {
  await db.query("DELETE FROM snapshot_posts");
  await db.query("DELETE FROM snapshot");
  return db;
}

describe("A restart", () => {
  it("at any moment, after any history, ends with the same view as if it had never happened", async () => {
    const db = await openTestDatabase(snapshotTable, checksumColumn);
    const moments = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 });

    await fc.assert(
      fc.asyncProperty(anyHistory, moments, fc.nat(120), async (history, saveAfter, crashAfter) => {
        await replay(await emptied(db), history.slice(0, crashAfter), saveAfter);
        const { view } = await replay(db, history, []);

        const expected = createView();
        for (const event of history) apply(expected, event);
        expect(view).toEqual(expected);
      }),
      { numRuns: runs(40) },
    );
  });

  it("shows what was saved even before anything is received", async () => {
    const { db, model, receive } = await createQuery();
    await receive(postCreated("p1"));
    await model.save();

    const { model: restarted } = await createQuery(db);

    expect(restarted.view).toEqual(model.view);
    expect(await restarted.inbox.checkpoint()).toMatchObject({ log: "log-1", position: 1 });
  });
});

describe("Saving", () => {
  it("happens by itself, and a last time at the end", async () => {
    const { db, model, receive } = await createQuery();
    const saved = async () => (await createQuery(db)).model.view.order.map(({ id }) => id);
    const saving = startSaving(model, 5, createTestLog().log);

    await receive(postCreated("p1"));
    await until(async () => expect(await saved()).toEqual(["p1"]));
    await receive(postCreated("p2"));
    await saving.stop();

    expect(await saved()).toEqual(["p1", "p2"]);
  });

  it("writes nothing when nothing has changed", async () => {
    const { db, model, receive } = await createQuery();
    await receive(postCreated("p1"));
    await model.save();
    const transaction = vi.spyOn(db, "transaction");

    await model.save();

    expect(transaction).not.toHaveBeenCalled();
  });

  it("that fails is logged, and what it was to save is saved the next time", async () => {
    const { db, model, receive } = await createQuery();
    const { log, lines } = createTestLog();
    vi.spyOn(db, "transaction").mockRejectedValueOnce(new Error("no space left"));
    await receive(postCreated("p1"));

    const saving = startSaving(model, 5, log);
    await until(() => expect(lines).toHaveLength(1));
    await saving.stop();

    expect(lines[0]).toMatchObject({ msg: "the view cannot be saved", reason: "no space left" });
    expect((await createQuery(db)).model.view.order).toHaveLength(1);
  });
});

describe("A delivery without a position, by an original bus", () => {
  it("is saved before it is answered: there may be no log to read it from again", async () => {
    const query = await createQuery();
    await query.inbox.receive({ events: [postCreated("p1")] });
    await query.inbox.receive({ events: [commentCreated("c1", "p1")] });

    const afterKill = await createQuery(query.db);

    expect(toMap(afterKill.model.view)).toEqual(toMap(query.model.view));
    expect(toMap(afterKill.model.view)).toMatchObject({ p1: { comments: [{ id: "c1" }] } });
  });

  it("that comes twice at once is answered when the first one is saved, and not before", async () => {
    const query = await createQuery();
    const order: string[] = [];
    const save = query.db.transaction.bind(query.db);
    query.db.transaction = async (work) => {
      const result = await save(work);
      order.push("saved");
      return result;
    };
    const receive = () =>
      query.inbox.receive({ events: [postCreated("p1")] }).then(() => order.push("answered"));

    await Promise.all([receive(), receive()]);

    expect(order[0]).toBe("saved");
    expect(order.filter((what) => what === "answered")).toHaveLength(2);
  });
});

describe("A saved post in which a letter has flipped", () => {
  it("is not shown: the view is built again from the log", async () => {
    const query = await createQuery();
    await query.receive(postCreated("p1", "Hello"), postCreated("p2", "World"));
    await query.model.save();
    await query.db.query("UPDATE snapshot_posts SET post = replace(post, 'Hello', 'Hallo')");

    const restarted = await createQuery(query.db);

    expect(toMap(restarted.model.view)).toEqual({});
    expect(await restarted.inbox.checkpoint()).toMatchObject({ position: 0 });
  });
});
