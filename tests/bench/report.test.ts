// What the benchmark prints: ratios the right way round, and no system in the table whose figures do not count.

import { describe, expect, it } from "vitest";
import { isReached, toTable } from "../../bench/report.ts";
import type { ContestantResult } from "../../bench/rounds.ts";
import type { Goal, Measure } from "../../bench/workload.ts";

const measures: Measure[] = [
  { name: "throughput", unit: "/s", better: "more" },
  { name: "p99", unit: "ms", better: "less" },
];
const workload = { number: 1, title: "A workload", explanation: "As it is.", measures };

function result(name: string, throughput: number, p99: number): ContestantResult {
  return { name, faults: [], rounds: [], medians: { throughput, p99 } };
}

const results: ContestantResult[] = [
  result("ours", 3000, 2),
  result("slower", 1000, 8),
  { ...result("lossy", 9000, 1), faults: ["lost 3 of 9000"] },
  { name: "absent", missing: "redis is not installed", faults: [], rounds: [], medians: {} },
];

describe("The table", () => {
  const table = toTable({ ...workload, goals: [] }, results);

  it("shows each figure with how many times as good the first one is", () => {
    expect(table).toMatch(/^ours +3,000 +2\.00$/m);
    expect(table).toMatch(/^slower +1,000 \(3\.00x\) +8\.00 \(4\.00x\)$/m);
  });

  it("leaves out a system that loses events, with the reason", () => {
    expect(table).not.toMatch(/^lossy/m);
    expect(table).toMatch(/^does not count: lossy: lost 3 of 9000$/m);
  });

  it("names a system that is not here, with the reason", () => {
    expect(table).toMatch(/^skipped: absent: redis is not installed$/m);
  });
});

describe("A goal", () => {
  const reached = (goal: Goal) => isReached(measures, goal, results);

  it("is to be so many times as good as another", () => {
    expect(reached({ measure: "throughput", times: 3, as: "slower" })).toBe(true);
    expect(reached({ measure: "throughput", times: 3.1, as: "slower" })).toBe(false);
    expect(reached({ measure: "p99", times: 4, as: "slower" })).toBe(true);
  });

  it("is no worse figure than this", () => {
    expect(reached({ measure: "p99", atWorst: 2 })).toBe(true);
    expect(reached({ measure: "p99", atWorst: 1.9 })).toBe(false);
  });

  it("is neither reached nor missed when the other one is absent or loses events", () => {
    expect(reached({ measure: "throughput", times: 1, as: "absent" })).toBeUndefined();
    expect(reached({ measure: "throughput", times: 1, as: "lossy" })).toBeUndefined();
    expect(toTable({ ...workload, goals: [{ measure: "p99", as: "lossy" }] }, results)).toMatch(
      /^\? goal: p99/m,
    );
  });
});
