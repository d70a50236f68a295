// The comparison of the clients' answers with what is there: whether it finds what it has to find.

import { describe, expect, it } from "vitest";
import { type Attempt, compare, describeQueue } from "./total-queue.ts";

const ok: Attempt[] = ["a", "b", "c", "d"].map((value, startedAt) => ({
  value,
  ending: "ok",
  startedAt,
}));

function judge(attempts: Attempt[], found: string[]): string[] {
  return describeQueue("post", compare(attempts, found), attempts);
}

describe("The comparison of the clients' answers with what is there", () => {
  it("is fine when everything is there once", () => {
    expect(judge(ok, ["d", "c", "b", "a"])).toEqual([]);
  });

  it.each([
    ["prefix", ["b", "c", "d"], "a"],
    ["middle", ["a", "b", "d"], "c"],
    ["postfix", ["a", "b", "c"], "d"],
  ])("shows what was acknowledged and is lost: %s", (where, found, lost) => {
    expect(judge(ok, found)).toEqual([
      `I1: post "${lost}" was acknowledged and is lost (${where})`,
    ]);
  });

  it("shows what is there twice", () => {
    expect(judge(ok, ["a", "b", "c", "d", "b"])).toEqual(['I7: post "b" is there more than once']);
  });

  it("shows what was never asked for, and what was refused permanently and is there all the same", () => {
    const refused: Attempt = { value: "e", ending: "fail", startedAt: 5 };

    expect(judge([...ok, refused], ["a", "b", "c", "d", "e", "f"])).toEqual([
      'I2: post "e" is there, and cannot be',
      'I2: post "f" is there, and cannot be',
    ]);
  });

  it("leaves open what is unknown: there or not, both are fine, twice is not", () => {
    const unknown: Attempt = { value: "e", ending: "info", startedAt: 5 };
    const attempts = [...ok, unknown];

    expect(judge(attempts, ["a", "b", "c", "d"])).toEqual([]);
    expect(compare(attempts, ["a", "b", "c", "d", "e"])).toMatchObject({ recovered: 1 });
    expect(judge(attempts, ["a", "b", "c", "d", "e"])).toEqual([]);
    expect(judge(attempts, ["a", "b", "c", "d", "e", "e"])).toHaveLength(1);
  });

  it("takes an event that was sent again until it was taken for one attempt", () => {
    const again: Attempt[] = [
      { value: "e", ending: "info", startedAt: 5 },
      { value: "e", ending: "fail", startedAt: 6 },
      { value: "e", ending: "ok", startedAt: 7 },
    ];

    expect(judge(again, ["e"])).toEqual([]);
    expect(judge(again, [])).toHaveLength(1);
  });
});
