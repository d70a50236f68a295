// The same promises as the model's, kept by the real code: real files, real HTTP, real loops, in one process. `npm run
// chaos:in-process` runs it at length (IN_PROCESS_RUNS).

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { violations } from "../checker.ts";
import { perform, schedule } from "./operations.ts";
import { startSystem, type System } from "./system.ts";

const numRuns = Number(process.env.IN_PROCESS_RUNS || 15);

/** Everything that happened to any system, over all runs. */
const struck = new Map<string, number>();

async function heal(system: System): Promise<void> {
  system.faults.disarm();
  for (const journal of system.journals) journal.poison.clear();
  // Nobody is asked to whom the bus has never spoken (rule 8). If a cursor was pushed ahead there, the next event shows it.
  const isStrange = [...system.bus().subscriptions.values()].some((each) => !each.acceptsBatches());
  if (isStrange) await system.publishers[0]?.write("next");
  const isQuiet = async () => {
    const waiting = await Promise.all(system.publishers.map((publisher) => publisher.waiting()));
    expect(waiting.every((count) => count === 0)).toBe(true);
    expect(violations(await system.observe())).toEqual([]);
  };
  await vi.waitFor(isQuiet, { timeout: 5000, interval: 10 });
}

describe("The real bus, outbox and inbox", () => {
  it(`keep their promises over ${numRuns} random schedules of work and accidents`, {
    timeout: 3_600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (operations) => {
        const system = await startSystem(mkdtempSync(join(tmpdir(), "blog-chaos-")));
        for (const operation of operations) await perform(system, operation);
        await heal(system);
        await system.stop();
        for (const [fault, count] of system.faults.struck) {
          struck.set(fault, (struck.get(fault) ?? 0) + count);
        }
      }),
      { numRuns, endOnFailure: true },
    );

    expect([...struck.keys()].toSorted()).toEqual([
      "after commit",
      "before commit",
      "delay answer",
      "lose answer",
      "lose request",
      "repeat request",
    ]);
  });
});
