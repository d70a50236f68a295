// The relay while the bus is away: it neither hammers it nor forgets anything.

import { describe, expect, it, vi } from "vitest";
import { createMemoryBus } from "./memory-bus.ts";
import { startTestRelay } from "./test-relay.ts";
import { until } from "./until.ts";

describe("While the bus is away", () => {
  it("new events do not cut the pause short", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const bus = createMemoryBus();
    bus.isAway = true;
    const { say } = await startTestRelay(bus, { retryMaxMs: 60_000 });
    await say("A");
    // Pauses of 50, 100, 200 ms: after the third failure there is time to look.
    await until(() => expect(bus.calls).toHaveLength(3));

    for (const title of ["B", "C", "D", "E"]) await say(title);

    expect(bus.calls).toHaveLength(3);
  });

  it("the relay can be stopped at once, and what waits stays in the outbox", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const bus = createMemoryBus();
    bus.isAway = true;
    const { outbox, relay, say } = await startTestRelay(bus, { retryMaxMs: 60_000 });
    await say("A");
    await until(() => expect(bus.calls).toHaveLength(3));

    await relay.stop();

    expect(await outbox.depth()).toBe(1);
  });
});
