// What an operator sees of an outbox and of a consumer's way through the log.

import { addCatchUpMetrics } from "@blog/common/observability/catch-up-metrics";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";
import { Registry } from "@blog/common/http/metrics";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import { addOutboxMetrics } from "@blog/common/observability/outbox-metrics";
import { describe, expect, it, vi } from "vitest";
import { openTestDatabase } from "./test-database.ts";

async function valueOf(registry: Registry, name: string): Promise<number | undefined> {
  const metric = await registry.getSingleMetric(name)?.get();
  return metric?.values[0]?.value;
}

describe("The metrics of an outbox", () => {
  it("count the events that wait, and measure how long the oldest has waited", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const db = await openTestDatabase(outboxTable);
    const outbox = createOutbox(db, "posts");
    const registry = new Registry();
    addOutboxMetrics(registry, outbox);
    expect(await valueOf(registry, "outbox_waiting_events")).toBe(0);
    expect(await valueOf(registry, "outbox_oldest_age_seconds")).toBe(0);

    await db.transaction((tx) => outbox.add(tx, "PostCreated", { id: "1", title: "First" }));
    vi.advanceTimersByTime(5000);
    await db.transaction((tx) => outbox.add(tx, "PostCreated", { id: "2", title: "Second" }));

    expect(await valueOf(registry, "outbox_waiting_events")).toBe(2);
    expect(await valueOf(registry, "outbox_oldest_age_seconds")).toBe(5);
    vi.useRealTimers();
  });
});

describe("What does not get through an outbox", () => {
  it("is counted: work turned away because it is full, and events that the bus will never take", async () => {
    const db = await openTestDatabase(outboxTable);
    const outbox = createOutbox(db, "posts", { capacity: 1 });
    const registry = new Registry();
    addOutboxMetrics(registry, outbox);
    const add = (id: string) =>
      db.transaction((tx) => outbox.add(tx, "PostCreated", { id, title: "A post" }));
    expect(await valueOf(registry, "outbox_turned_away_total")).toBe(0);
    expect(await valueOf(registry, "outbox_refused_events")).toBe(0);

    await add("1");
    await expect(add("2")).rejects.toMatchObject({ status: 503 });
    await expect(add("3")).rejects.toMatchObject({ status: 503 });
    const [event] = await outbox.waiting(1);
    await outbox.markRejected(event!, "too large");

    expect(await valueOf(registry, "outbox_turned_away_total")).toBe(2);
    expect(await valueOf(registry, "outbox_turned_away_total")).toBe(2);
    expect(await valueOf(registry, "outbox_refused_events")).toBe(1);
    expect(await valueOf(registry, "outbox_waiting_events")).toBe(0);
  });
});

describe("The metrics of a consumer", () => {
  it("show how far it has come, and whether it has caught up", async () => {
    const inbox = createInbox(await openTestDatabase(inboxTable), {}, {});
    const registry = new Registry();
    let done = false;
    addCatchUpMetrics(registry, inbox, { isDone: () => done, stop: async () => {} });
    expect(await valueOf(registry, "checkpoint_position")).toBe(0);
    expect(await valueOf(registry, "caught_up")).toBe(0);

    const events = [{ id: "a", type: "T", data: {}, position: 7 }];
    await inbox.receive({ log: "the log", previous: 0, events });
    done = true;

    expect(await valueOf(registry, "checkpoint_position")).toBe(7);
    expect(await valueOf(registry, "caught_up")).toBe(1);
  });
});
