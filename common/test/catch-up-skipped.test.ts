// What was parked for a service while it ran, and redriven into a database that it no longer has.

import type { Delivery } from "@blog/common/wire/delivery";
import { describe, expect, it } from "vitest";
import { caughtUp, createBusWith, createCatchingUp } from "./catching-up.ts";
import type { MemoryBus } from "./memory-bus.ts";
import { until } from "../../tests/kit/until.ts";

/** What the bus delivers while the event at `parked` is set aside. */
async function deliveriesWithout(bus: MemoryBus, parked: number): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  for await (const { log, events } of bus.read({ position: 0 })) {
    for (const event of events.filter(({ position }) => position !== parked)) {
      deliveries.push({ ...(log && { log }), previous: 0, events: [event] });
    }
  }
  return deliveries;
}

describe("An event that was skipped for a service", () => {
  it("is asked for again at the next start", async () => {
    const bus = await createBusWith(["A", "B", "C"]);
    const { inbox, received, catchUpWith } = await createCatchingUp();
    for (const delivery of await deliveriesWithout(bus, 2)) await inbox.receive(delivery);
    expect(await received()).toEqual(["A", "C"]);

    catchUpWith(bus);

    await until(async () => expect(await received()).toEqual(["A", "C", "B"]));
    expect(await inbox.checkpoint()).toMatchObject({ position: 3, skippedPositions: [] });
  });

  it("stays where it is while it still cannot be handled, and holds up nothing", async () => {
    const bus = await createBusWith(["A", "poison", "C"]);
    const { inbox, received, catchUpWith } = await createCatchingUp();
    for (const delivery of await deliveriesWithout(bus, 2)) await inbox.receive(delivery);

    await caughtUp(catchUpWith(bus));

    expect(await received()).toEqual(["A", "C"]);
    expect(await inbox.checkpoint()).toMatchObject({ position: 3, skippedPositions: [2] });
  });
});
