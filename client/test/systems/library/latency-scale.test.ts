// Where samples are drawn: time to the right, latency upwards, each power of ten as high as the other.

import { describe, expect, it } from "vitest";
import type { Sample } from "../../../src/systems/library/page/asking/samples.ts";
import { chartInWords } from "../../../src/systems/library/page/chart/chart-in-words.ts";
import { pathOf, TICKS, xOf, yOf } from "../../../src/systems/library/page/chart/latency-scale.ts";

const answer = (endedAt: number, tookMs: number): Sample => ({ endedAt, tookMs, isAnswered: true });
const failure = (endedAt: number, tookMs: number): Sample => ({
  endedAt,
  tookMs,
  isAnswered: false,
});

describe("The scale", () => {
  it("shows 2 ms and 1 s far from each other and from the ends", () => {
    const [high, low] = [yOf(1000), yOf(2)];

    expect(high).toBeGreaterThan(5);
    expect(low).toBeLessThan(95);
    expect(low - high).toBeGreaterThan(60);
  });

  it("has its lines at equal distances, within the chart", () => {
    const [one = 0, ten = 0, hundred = 0, second = 0] = TICKS.map(({ ms }) => yOf(ms));

    expect(one - ten).toBeCloseTo(ten - hundred);
    expect(ten - hundred).toBeCloseTo(hundred - second);
    expect(Math.max(one, second)).toBeLessThan(100);
    expect(Math.min(one, second)).toBeGreaterThan(0);
  });

  it("draws what is off the scale near its end, so that a cross is whole", () => {
    expect(yOf(0)).toBe(yOf(0.8));
    expect(yOf(60_000)).toBe(yOf(2000));
    expect(yOf(60_000)).toBeGreaterThan(2);
  });

  it("is twenty seconds wide", () => {
    expect(xOf(50_000, 50_000)).toBe(100);
    expect(xOf(30_000, 50_000)).toBe(0);
  });
});

describe("The line", () => {
  const commands = (samples: Sample[]) => pathOf(samples, 20_000).replaceAll(/[-\d. ]/g, "");

  it("leads from answer to answer", () => {
    const samples = [answer(18_000, 1000), answer(20_000, 10)];

    expect(pathOf(samples, 20_000)).toBe(
      `M90.00 ${yOf(1000).toFixed(2)}h0L100.00 ${yOf(10).toFixed(2)}`,
    );
  });

  it("has a gap where there was no answer, and a dot where there was one alone", () => {
    const samples = [
      answer(1, 2),
      failure(2, 9),
      answer(3, 2),
      failure(4, 9),
      answer(5, 2),
      answer(6, 2),
    ];

    expect(commands(samples)).toBe("MhMhMhL");
  });

  it("has a gap where nothing was asked, as in a hidden tab", () => {
    expect(commands([answer(1000, 2), answer(1200, 2), answer(9000, 2)])).toBe("MhLMh");
  });
});

describe("The chart in words", () => {
  it("names the range and the failures of the last twenty seconds", () => {
    const from = "Latency of the last 20 seconds, on a logarithmic scale:";
    expect(chartInWords([], 0)).toBe(`${from} nothing was asked yet.`);
    const samples = [
      answer(1000, 900),
      answer(21_000, 2.14),
      failure(21_100, 3),
      answer(21_200, 205),
    ];
    expect(chartInWords(samples, 21_200)).toBe(
      `${from} 2 answers, within 2.1 to 205 ms, 1 without an answer.`,
    );
    expect(chartInWords([failure(1000, 3)], 1000)).toBe(`${from} no answer.`);
  });
});
