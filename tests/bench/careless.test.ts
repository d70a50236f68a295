// Speed is worth nothing where events are lost: a bus that loses or doubles some is measured, and does not count.

import { tmpdir } from "node:os";
import { afterEach, describe, expect, it } from "vitest";
import { prepareBus } from "../../bench/bus-subject.ts";
import { createStops, runWorkload } from "../../bench/rounds.ts";
import { QUICK } from "../../bench/scale.ts";
import type { System } from "../../bench/systems/system.ts";
import { plainSubscribers } from "../../bench/workloads/plain-subscribers.ts";
import { carelessBus } from "./careless-bus.ts";

const stops = createStops();
afterEach(() => stops.run());

/** The benchmark's own workload, with this bus in place of the others. */
async function measure(system: System) {
  const workload = plainSubscribers({ ...QUICK, burstMs: 100, lossTimeoutMs: 500 });
  const results = await runWorkload(
    {
      ...workload,
      contestants: [{ name: system.name }],
      prepare: (_name, folder, onStop) =>
        prepareBus({ system, folder, subscribers: "batching", lossTimeoutMs: 500, onStop }),
    },
    { rounds: 1, folder: tmpdir(), onProgress: () => {}, stops },
  );
  return results[0];
}

describe("A bus counts", () => {
  it("when it delivers everything to every subscriber once", async () => {
    const result = await measure(carelessBus(1));

    expect(result?.faults).toEqual([]);
    expect(result?.medians["16 in flight"]).toBeGreaterThan(0);
  });
});

describe("A bus does not count", () => {
  it("when a subscriber does not receive some events", async () => {
    const result = await measure(carelessBus(0));

    expect(result?.faults.join()).toMatch(/^lost \d+ of \d+/);
  });

  it("when a subscriber receives some events twice", async () => {
    const result = await measure(carelessBus(2));

    expect(result?.faults.join()).toMatch(/^doubled \d+ of \d+/);
  });
});
