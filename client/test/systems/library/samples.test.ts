// The figures of one way: how fast it answered lately, and how often.

import { describe, expect, it } from "vitest";
import {
  medianMs,
  type Sample,
  shareAnswered,
  trendOf,
  WINDOW_MS,
  withSample,
} from "../../../src/systems/library/page/asking/samples.ts";

const answer = (endedAt: number, tookMs = 2): Sample => ({ endedAt, tookMs, isAnswered: true });
const failure = (endedAt: number): Sample => ({ endedAt, tookMs: 1000, isAnswered: false });
const times = (count: number, make: (index: number) => Sample) =>
  Array.from({ length: count }, (_, i) => make(i));

describe("What is remembered", () => {
  it("is what the chart shows", () => {
    const many = times(200, (index) => answer(index * 200));

    const kept = withSample(many, answer(40_000));

    expect(kept[0]?.endedAt).toBe(40_000 - WINDOW_MS);
    expect(kept).toHaveLength(101);
  });

  it("is never less than the share is made of, also where questions are rare", () => {
    const rare = times(100, (index) => answer(index * 1000));

    expect(withSample(rare, answer(100_000))).toHaveLength(50);
  });
});

describe("The median latency", () => {
  it("is that of the answers of the last three seconds", () => {
    const samples = [answer(0, 500), answer(3100, 4), answer(3200, 2), answer(3300, 90)];

    expect(medianMs(samples, 3300)).toBe(4);
    expect(medianMs(samples.slice(0, 3), 3300)).toBe(3);
  });

  it("is none without an answer: a failure has no latency", () => {
    expect(medianMs([], 0)).toBeUndefined();
    expect(medianMs([answer(0, 500), failure(4000)], 4000)).toBeUndefined();
    expect(medianMs([answer(1000, 7), failure(1200)], 1200)).toBe(7);
  });
});

describe("The share that was answered", () => {
  it("is of the last fifty questions, or of those that there were", () => {
    expect(shareAnswered([])).toBeUndefined();
    expect(shareAnswered([answer(0), failure(1), answer(2)])).toEqual({ percent: 66, of: 3 });
    const recovered = [...times(60, failure), ...times(50, answer)];
    expect(shareAnswered(recovered)).toEqual({ percent: 100, of: 50 });
  });

  it("is 100 % only when each was answered, and 0 % only when none was", () => {
    expect(shareAnswered([failure(0), ...times(49, answer)])?.percent).toBe(98);
    expect(shareAnswered([...times(49, failure), answer(0)])?.percent).toBe(2);
    expect(shareAnswered(times(50, failure))?.percent).toBe(0);
  });
});

describe("The trend", () => {
  it("is what the last four have in common", () => {
    expect(trendOf(times(3, answer))).toBeUndefined();
    expect(trendOf([failure(0), ...times(4, answer)])).toBe("answers");
    expect(trendOf([answer(0), ...times(4, failure)])).toBe("fails");
    expect(trendOf([...times(3, failure), answer(0)])).toBe("mixed");
  });
});
