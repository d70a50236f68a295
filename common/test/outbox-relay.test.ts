// Passing the outbox on to the bus: in order, under the same ids until acknowledged, without hammering a bus that is away.

import { createOutbox, type Outbox, outboxTable } from "@blog/common/messaging/outbox";
import { startRelay } from "@blog/common/messaging/outbox-relay";
import { describe, expect, it, onTestFinished } from "vitest";
import { createMemoryBus, type MemoryBus } from "./memory-bus.ts";
import { openTestDatabase } from "./test-database.ts";
import { createTestLog } from "./test-log.ts";
import { startTestRelay } from "./test-relay.ts";
import { until } from "../../tests/kit/until.ts";

const titles = (bus: MemoryBus) => bus.events.map(({ data }) => data.title);

describe("What is put into the outbox", () => {
  it("is published at once, and forgotten when the bus has it", async () => {
    const bus = createMemoryBus();
    const { outbox, add } = await startTestRelay(bus);

    await add("A");

    await until(() => expect(titles(bus)).toEqual(["A"]));
    await until(async () => expect(await outbox.depth()).toBe(0));
  });

  it("is published in the order it was added, several at a time", async () => {
    const bus = createMemoryBus();
    const { add } = await startTestRelay(bus, { batchSize: 2 });

    await add("A", "B", "C");

    await until(() => expect(titles(bus)).toEqual(["A", "B", "C"]));
    expect(bus.calls.map((events) => events.length)).toEqual([2, 1]);
  });

  it("is published under the same id until the bus has it, however long that takes", async () => {
    const bus = createMemoryBus();
    bus.isAway = true;
    const { add, lines } = await startTestRelay(bus);

    await add("A");
    await until(() => expect(bus.calls.length).toBeGreaterThan(3));
    bus.isAway = false;

    await until(() => expect(titles(bus)).toEqual(["A"]));
    expect(new Set(bus.calls.flat().map(({ id }) => id)).size).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ reason: expect.stringContaining("ECONNREFUSED") });
    expect(lines[0]).not.toHaveProperty("err");
  });

  it("is published again after a crash between the bus and our own disk, and the bus keeps one", async () => {
    const bus = createMemoryBus();
    let crashes = 1;
    const crashOnce = (outbox: Outbox): Outbox => ({
      ...outbox,
      async remove(events) {
        if (crashes-- > 0) throw new Error("killed before it was removed");
        await outbox.remove(events);
      },
    });
    const { outbox, add } = await startTestRelay(bus, { change: crashOnce });

    await add("A");

    await until(async () => expect(await outbox.depth()).toBe(0));
    expect(bus.calls).toHaveLength(2);
    expect(titles(bus)).toEqual(["A"]);
  });
});

describe("An event the bus will never take", () => {
  it("is set aside with the reason, and what stands behind it goes on", async () => {
    const bus = createMemoryBus();
    bus.refusedType = "CommentCreated";
    const db = await openTestDatabase(outboxTable);
    const outbox = createOutbox(db, "comments");
    const { log, messages } = createTestLog();
    const comment = { id: "c", postId: "p", content: "big", status: "pending" };
    await db.transaction(async (tx) => {
      await outbox.add(tx, "PostCreated", { id: "A", title: "A" });
      await outbox.add(tx, "CommentCreated", comment);
      await outbox.add(tx, "PostCreated", { id: "B", title: "B" });
    });

    const relay = startRelay({ outbox, bus, log });
    onTestFinished(relay.stop);

    await until(async () => expect(await outbox.depth()).toBe(0));
    expect(titles(bus)).toEqual(["A", "B"]);
    expect(await db.query("SELECT refused FROM outbox")).toEqual([{ refused: "too large" }]);
    expect(messages()).toEqual(["the event bus will never take this event"]);
  });
});
