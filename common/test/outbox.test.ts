// Recording events: in the same transaction as the state they describe, or not at all.

import { withCause } from "@blog/common/messaging/cause";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import { describe, expect, it } from "vitest";
import { openTestDatabase } from "./test-database.ts";

const postsTable = "CREATE TABLE posts (id TEXT PRIMARY KEY)";
const first = { id: "1", title: "First" };
const second = { id: "2", title: "Second" };

describe("An event put into the outbox", () => {
  it("waits there under a new id, with its source and its time", async () => {
    const db = await openTestDatabase(outboxTable);
    const outbox = createOutbox(db, "posts");

    await db.transaction((tx) => outbox.add(tx, "PostCreated", first));

    const [event] = await outbox.waiting(10);
    expect(event).toMatchObject({ type: "PostCreated", source: "posts", data: first });
    expect(event?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(Date.now() - Date.parse(event?.time ?? "")).toBeLessThan(5000);
  });

  it("is not there when the transaction that records it fails", async () => {
    const db = await openTestDatabase(outboxTable, postsTable);
    const outbox = createOutbox(db, "posts");

    const failing = db.transaction(async (tx) => {
      await outbox.add(tx, "PostCreated", first);
      await tx.query("INSERT INTO posts (id) VALUES ('1'), ('1')");
    });

    await expect(failing).rejects.toThrow(/unique/i);
    expect(await outbox.waiting(10)).toEqual([]);
  });

  it("waits behind the events that were there before it", async () => {
    const db = await openTestDatabase(outboxTable);
    const outbox = createOutbox(db, "posts");

    await db.transaction((tx) => outbox.add(tx, "PostCreated", first));
    await db.transaction((tx) => outbox.add(tx, "PostCreated", second));

    expect((await outbox.waiting(10)).map(({ data }) => data)).toEqual([first, second]);
    expect(await outbox.waiting(1)).toHaveLength(1);
  });

  it("is gone once it is removed, and the others stay", async () => {
    const db = await openTestDatabase(outboxTable);
    const outbox = createOutbox(db, "posts");
    await db.transaction((tx) => outbox.add(tx, "PostCreated", first));
    await db.transaction((tx) => outbox.add(tx, "PostCreated", second));

    await outbox.remove(await outbox.waiting(1));

    expect((await outbox.waiting(10)).map(({ data }) => data)).toEqual([second]);
    expect(await outbox.depth()).toBe(1);
  });

  it("is announced to the relay", async () => {
    const db = await openTestDatabase(outboxTable);
    const outbox = createOutbox(db, "posts");
    let rings = 0;
    outbox.onAdd(() => (rings += 1));

    await db.transaction((tx) => outbox.add(tx, "PostCreated", first));

    expect(rings).toBe(1);
  });
});

describe("An event that another event has caused", () => {
  it("gets the same id each time it is recorded, and is kept once", async () => {
    const db = await openTestDatabase(outboxTable);
    const outbox = createOutbox(db, "comments");
    const record = () => db.transaction((tx) => outbox.add(tx, "PostCreated", first));
    const cause = { causationid: "event-1", correlationid: "event-0" };

    // A course bus may deliver its cause twice, before the relay has sent anything.
    await withCause(cause, record);
    await withCause(cause, record);

    const [event, ...others] = await outbox.waiting(10);
    expect(event).toMatchObject(cause);
    expect(event?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect(others).toEqual([]);
  });
});
