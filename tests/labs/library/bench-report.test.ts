// What `npm run bench -- library` makes of its figures: a table, and a sentence for each expectation that they do not bear out.

import { describe, expect, it } from "vitest";
import { toTable } from "../../../bench/report.ts";
import { QUICK } from "../../../bench/scale.ts";
import type { Figures } from "../../../bench/workload.ts";
import { findBroken } from "../../../labs/library/bench/expected.ts";
import { ways } from "../../../labs/library/bench/ways.ts";

const events: Figures = {
  "well: p50": 1,
  "slow: p50": 1.2,
  "away: answered": 100,
  "age: p99": 100,
  "back: current after": 1000,
  "for one question": 0,
};
const rpc: Figures = {
  "well: p50": 4,
  "slow: p50": 200,
  "away: answered": 0,
  "age: p99": 0,
  "back: current after": 300,
  "for one question": 2,
};

function results(changed: { events?: Figures; rpc?: Figures } = {}) {
  return [
    { name: "events", faults: [], rounds: [], medians: { ...events, ...changed.events } },
    { name: "rpc in one call", faults: [], rounds: [], medians: { ...rpc, ...changed.rpc } },
  ];
}

describe("What is expected of the measurement", () => {
  it("is met at its limits", () => {
    expect(findBroken(results(), true)).toEqual([]);
  });

  it.each([
    ["rpc that answers while author-service is away", { rpc: { "away: answered": 1 } }],
    ["events that miss an answer meanwhile", { events: { "away: answered": 99 } }],
    ["rpc that is faster than a slow author-service", { rpc: { "slow: p50": 199 } }],
    ["events that are slower because of it", { events: { "slow: p50": 1.21 } }],
    ["rpc that does not show a change", { rpc: { "age: p99": 1 } }],
    ["events that show a change late", { events: { "age: p99": 101 } }],
    ["events that are not current soon after", { events: { "back: current after": 1001 } }],
    ["a figure that is missing", { events: { "age: p99": Number.NaN } }],
  ])("is broken by %s, with a sentence", (_what, changed) => {
    const [sentence, ...others] = findBroken(results(changed), true);

    expect(sentence).toMatch(/^Expected, and not so: (events|rpc in one call) \w.+\.$/);
    expect(others).toEqual([]);
  });

  it("is not about speed where the numbers are small", () => {
    const slowEvents = { "slow: p50": 9, "age: p99": 900, "back: current after": 9000 };
    expect(findBroken(results({ events: slowEvents }), false)).toEqual([]);
    expect(findBroken(results({ rpc: { "away: answered": 1 } }), false)).toHaveLength(1);
  });
});

describe("The table", () => {
  const table = toTable(ways(QUICK), results());

  it("has the figures of each way, with how many times as good events are", () => {
    expect(table).toMatch(/^ +events +rpc in one call$/m);
    expect(table).toMatch(/^slow: p50, ms +1\.20 +200 \(167x\)$/m);
    expect(table).toMatch(/^back: current after, ms +1,000 +300 \(0\.30x\)$/m);
  });

  it("compares nothing with nothing", () => {
    expect(table).toMatch(/^away: answered, % +100 +0\.00$/m);
    expect(table).toMatch(/^for one question, calls +0\.00 +2\.00$/m);
  });

  it("holds up the goals", () => {
    expect(table).toMatch(/^✓ goal: well: p50, events: 3\.33 x rpc in one call$/m);
    expect(table).toMatch(/^\? goal: well: answers, events: 5\.00 x rpc in one call$/m);
  });
});
