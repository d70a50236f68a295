// The judge of the benchmark: what the four subscribers received against what was published.

import { describe, expect, it } from "vitest";
import { createTally, findFaults, type Tally } from "../../bench/tally.ts";

const ALL = [0, 1, 2, 3];

function receiveAll(tally: Tally, ns: number[], subscribers = ALL): void {
  for (const n of ns)
    for (const subscriber of subscribers) tally.receive(subscriber, { round: 1, n, at: 0 });
}

const published = (acknowledged: number, failed = 0) => [{ round: 1, acknowledged, failed }];

describe("The figures of a system", () => {
  it("count when every subscriber has received everything once, in whatever order", () => {
    const tally = createTally(4);

    receiveAll(tally, [2, 0, 1]);

    expect(findFaults(published(3), tally.reports())).toEqual([]);
    expect(tally.latencies(1)).toHaveLength(3);
  });

  it("do not count when one subscriber has missed one event", () => {
    const tally = createTally(4);
    receiveAll(tally, [0, 2]);

    receiveAll(tally, [1], [0, 1, 3]);

    expect(findFaults(published(3), tally.reports())).toEqual(["lost 1 of 3"]);
  });

  it("do not count when one subscriber has received one event twice, however late", () => {
    const tally = createTally(4);
    receiveAll(tally, [0, 1]);

    receiveAll(tally, [1], [2]);

    expect(findFaults(published(2), tally.reports())).toEqual(["doubled 1 of 2"]);
  });

  it("do not count when no subscriber has received anything of a round", () => {
    expect(findFaults(published(5), createTally(4).reports())).toEqual(["lost 5 of 5"]);
  });

  it("do not count when events were refused", () => {
    const tally = createTally(4);
    receiveAll(tally, [0]);

    expect(findFaults(published(1, 2), tally.reports())).toEqual(["refused 2"]);
  });

  it("count for rounds of any length", () => {
    const tally = createTally(4);
    const ns = Array.from({ length: 10_000 }, (_, n) => n);

    receiveAll(tally, ns);

    expect(findFaults(published(10_000), tally.reports())).toEqual([]);
  });
});
