// How many events go into one request.

import { describe, expect, it } from "vitest";
import { DEFAULTS } from "../src/delivery/delivery-settings.ts";
import { largestBatch } from "../src/delivery/next-request.ts";

describe("A request has at most", () => {
  it.each([
    { who: "who keeps up", lag: 5000, failures: 0, most: 1000 },
    { who: "who is far behind", lag: 5001, failures: 0, most: 200 },
    { who: "who has failed twice", lag: 5000, failures: 2, most: 250 },
    { who: "who fails all the time", lag: 5001, failures: 100, most: 1 },
  ])("$most events for $who", ({ lag, failures, most }) => {
    expect(largestBatch(lag, failures, DEFAULTS)).toBe(most);
  });

  it("no more for who is far behind than for others", () => {
    expect(largestBatch(5001, 0, { ...DEFAULTS, batchSize: 10 })).toBe(10);
  });
});
