// The protocol, over many random schedules; and the checker, against the mistakes it has to find. A checker that has caught
// nothing has shown nothing. `npm run chaos:model` runs it at length (MODEL_RUNS).

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../kit/runs.ts";
import { violations } from "../checker.ts";
import { heal, observe } from "./heal.ts";
import { mutants } from "./mutants.ts";
import { type Operation, perform, schedule } from "./operations.ts";
import { createWorld, KEPT, type Rules } from "./world.ts";

const numRuns = Number(process.env.MODEL_RUNS || runs(5000));

/** Of these, the rarest happens in one schedule of two hundred. */
const FACTS = [
  "died of an event",
  "died within",
  "had its checkpoint confirmed",
  "known already",
  "not there after a break",
  "parked",
  "redriven",
  "sent alone",
  "started over",
  "tried at once",
];

function run(rules: Rules, operations: Operation[], seen = new Set<string>()): string[] {
  const world = createWorld(rules);
  for (const operation of operations) perform(world, operation);
  for (const fact of world.seen) seen.add(fact);
  heal(world);
  return [...world.found, ...violations(observe(world))];
}

describe("The delivery protocol", () => {
  it(`keeps its promises over ${numRuns} random schedules of work and accidents, or as many as it takes to see all`, {
    timeout: 3_600_000,
  }, () => {
    const seen = new Set<string>();
    const property = fc.property(schedule, (operations) => {
      expect(run(KEPT, operations, seen)).toEqual([]);
    });

    fc.assert(property, { numRuns });
    for (let more = 0; more < 7 && seen.size < FACTS.length; more += 1)
      fc.assert(property, { numRuns });

    // All of it happened before anything was healed, or nothing was shown.
    expect([...seen].toSorted()).toEqual(FACTS);
  });
});

describe("The checker finds a protocol that", () => {
  it.each(Object.entries(mutants))("%s", { timeout: 240_000 }, (_, { rules, breaks }) => {
    const result = fc.check(
      fc.property(schedule, (operations) =>
        run({ ...KEPT, ...rules }, operations).every((text) => !breaks.test(text)),
      ),
      { numRuns: 1_000_000, endOnFailure: true },
    );

    expect(result.failed).toBe(true);
  });
});
