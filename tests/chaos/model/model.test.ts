// The protocol, over many random schedules; and the checker, against the mistakes it has to find. A checker that has caught
// nothing has shown nothing. `npm run chaos:model` runs it at length (MODEL_RUNS).

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { violations } from "../checker.ts";
import { heal, observe } from "./heal.ts";
import { type Operation, perform, schedule } from "./operations.ts";
import { createWorld, KEPT, type Rules } from "./world.ts";

const numRuns = Number(process.env.MODEL_RUNS || 5000);

function run(rules: Rules, operations: Operation[], seen = new Set<string>()): string[] {
  const world = createWorld(rules);
  for (const operation of operations) perform(world, operation);
  for (const fact of world.seen) seen.add(fact);
  heal(world);
  return [...world.found, ...violations(observe(world))];
}

describe("The delivery protocol", () => {
  it(`keeps its promises over ${numRuns} random schedules of work and accidents`, {
    timeout: 3_600_000,
  }, () => {
    const seen = new Set<string>();

    fc.assert(
      fc.property(schedule, (operations) => {
        expect(run(KEPT, operations, seen)).toEqual([]);
      }),
      { numRuns },
    );

    // All of it happened before anything was healed, or nothing was shown.
    expect([...seen].toSorted()).toEqual([
      "died of an event",
      "died within",
      "known already",
      "not there after a break",
      "parked",
      "redriven",
      "sent alone",
      "started over",
      "tried at once",
      "was told where it is",
    ]);
  });
});

const mutants: [Partial<Rules>, RegExp][] = [
  [{ answers: "before sync" }, /I1:/],
  [{ ids: "not compared" }, /I3:/],
  [{ outbox: "after the state" }, /I11:/],
  [{ outboxRow: "deleted when sent" }, /I11:/],
  [{ inbox: "none" }, /I7:/],
  [{ checkpoint: "before the effect" }, /I9:/],
  [{ checkpoint: "after the effect" }, /I7:/],
  [{ poison: "skipped" }, /I9:/],
  [{ gaps: "not noticed" }, /I9:/],
  [{ lateSubscriber: "from now" }, /I9:/],
  [{ skippedPositions: "forgotten" }, /I9:/],
  [{ history: "not compared" }, /I9:/],
  [{ look: "never" }, /R1:/],
  [{ absence: "counted" }, /R1:/],
  [{ breaks: "fewer for all" }, /R2:/],
  [{ breaks: "as other failures" }, /R3:/],
  [{ signsOfLife: "always" }, /R4:/],
];

describe("The checker", () => {
  it.each(mutants)("finds a protocol with %o", { timeout: 240_000 }, (mutation, expected) => {
    const result = fc.check(
      fc.property(schedule, (operations) =>
        run({ ...KEPT, ...mutation }, operations).every((text) => !expected.test(text)),
      ),
      { numRuns: 1_000_000, endOnFailure: true },
    );

    expect(result.failed).toBe(true);
  });
});
