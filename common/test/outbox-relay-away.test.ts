// The relay while the bus is away: it neither hammers it nor forgets anything.

import { describe, expect, it, vi } from "vitest";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";
import { createMemoryBus, type MemoryBus } from "./memory-bus.ts";
import { openTestDatabase } from "./test-database.ts";
import { startTestRelay } from "./test-relay.ts";
import { until } from "../../tests/kit/until.ts";

describe("While the bus is away", () => {
  it("new events do not cut the pause short", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const bus = createMemoryBus();
    bus.isAway = true;
    const { add } = await startTestRelay(bus, { retryMaxMs: 60_000 });
    await add("A");
    // Pauses of 50, 100, 200 ms: after the third failure there is time to look.
    await until(() => expect(bus.calls).toHaveLength(3));

    for (const title of ["B", "C", "D", "E"]) await add(title);

    expect(bus.calls).toHaveLength(3);
  });

  it("the relay can be stopped at once, and what waits stays in the outbox", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const bus = createMemoryBus();
    bus.isAway = true;
    const { outbox, relay, add } = await startTestRelay(bus, { retryMaxMs: 60_000 });
    await add("A");
    await until(() => expect(bus.calls).toHaveLength(3));

    await relay.stop();

    expect(await outbox.depth()).toBe(1);
  });
});

describe("A delivery", () => {
  /** A relay in a long pause after its first attempt, and what the bus does when it delivers. */
  async function startPausing(bus: MemoryBus) {
    // All of a pause and much more: fifty seconds and more after the first failure.
    vi.spyOn(Math, "random").mockReturnValue(1000);
    const inbox = createInbox(await openTestDatabase(inboxTable), {}, {});
    const { outbox, add } = await startTestRelay(bus, { inbox });
    await add("A");
    await until(() => expect(bus.calls).toHaveLength(1));
    const deliver = () => inbox.receive({ events: [{ type: "Other", data: {} }] });
    return { deliver, outbox };
  }

  it("shows that the bus is back which could not be reached: what waits is published at once", async () => {
    const bus = Object.assign(createMemoryBus(), { isAway: true });
    const { deliver, outbox } = await startPausing(bus);

    bus.isAway = false;
    await deliver();

    await until(async () => expect(await outbox.depth()).toBe(0));
  });

  it("ends one pause, and not the next one", async () => {
    const bus = Object.assign(createMemoryBus(), { isAway: true });
    const { deliver } = await startPausing(bus);

    await deliver();
    await until(() => expect(bus.calls).toHaveLength(2));

    await inAWhile();
    expect(bus.calls).toHaveLength(2);
  });

  it("does not end the pause of a sick bus, which answered with an error", async () => {
    const bus = createMemoryBus();
    const { publish } = bus;
    bus.publish = async (events) => {
      await publish(events);
      throw new Error("The event bus answered 503.");
    };
    const { deliver } = await startPausing(bus);

    await deliver();

    await inAWhile();
    expect(bus.calls).toHaveLength(1);
  });
});

/** Long enough for a relay that is awake: it asks a database in memory, and publishes. */
async function inAWhile(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await new Promise((resolve) => setImmediate(resolve));
}
