// An outbox has a limit: pressure reaches the user, and nothing is lost.

import { createOutbox, type Outbox, outboxTable } from "@blog/common/messaging/outbox";
import { describe, expect, it } from "vitest";
import { openTestDatabase } from "./test-database.ts";

const postsTable = "CREATE TABLE posts (id TEXT PRIMARY KEY)";
const first = { id: "1", title: "First" };
const second = { id: "2", title: "Second" };

describe("A full outbox", () => {
  it("refuses new work with 503, so that pressure reaches the user and nothing is lost", async () => {
    const db = await openTestDatabase(outboxTable, postsTable);
    const outbox = createOutbox(db, "posts", { capacity: 1 });
    await db.transaction((tx) => outbox.add(tx, "PostCreated", first));

    const refused = db.transaction(async (tx) => {
      await tx.query("INSERT INTO posts (id) VALUES ('2')");
      await outbox.add(tx, "PostCreated", second);
    });

    await expect(refused).rejects.toMatchObject({ status: 503, headers: { "retry-after": "5" } });
    expect(await db.query("SELECT id FROM posts")).toEqual([]);
  });

  it("is still full after a restart, and has room again for as many as were removed", async () => {
    const db = await openTestDatabase(outboxTable);
    const open = () => createOutbox(db, "posts", { capacity: 3 });
    const addTo = (outbox: Outbox) =>
      db
        .transaction((tx) => outbox.add(tx, "PostCreated", first))
        .then(
          () => "taken",
          () => "refused",
        );
    const before = open();
    await addTo(before);
    await addTo(before);

    const restarted = open();
    const full = [await addTo(restarted), await addTo(restarted)];
    await restarted.remove(await restarted.waiting(2));
    const again = [await addTo(restarted), await addTo(restarted), await addTo(restarted)];

    expect([full, again]).toEqual([
      ["taken", "refused"],
      ["taken", "taken", "refused"],
    ]);
  });

  it("counts no event that was taken back with its transaction", async () => {
    const db = await openTestDatabase(outboxTable);
    const outbox = createOutbox(db, "posts", { capacity: 2 });
    const change = (mind: "kept" | "changed") =>
      db.transaction(async (tx) => {
        await outbox.add(tx, "PostCreated", first);
        if (mind === "changed") throw new Error("changed my mind");
      });

    for (const mind of ["changed", "kept", "changed", "kept"] as const)
      await change(mind).catch(() => {});

    expect(await outbox.depth()).toBe(2);
  });

  it("takes events again when the bus has taken some, also by refusing them", async () => {
    const db = await openTestDatabase(outboxTable);
    const outbox = createOutbox(db, "posts", { capacity: 1 });
    await db.transaction((tx) => outbox.add(tx, "PostCreated", first));
    const [event] = await outbox.waiting(1);

    await outbox.markRejected(event!, "too large");
    await db.transaction((tx) => outbox.add(tx, "PostCreated", second));

    expect((await outbox.waiting(10)).map(({ data }) => data)).toEqual([second]);
    expect(await db.query("SELECT refused FROM outbox WHERE id = $1", [event!.id])).toEqual([
      { refused: "too large" },
    ]);
  });
});
