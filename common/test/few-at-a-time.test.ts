// Calls with large results, many at once.

import { fewAtATime } from "@blog/common/http/few-at-a-time";
import { describe, expect, it } from "vitest";

describe("Calls that are run a few at a time", () => {
  it("all get their results, and never are more running than that", async () => {
    let running = 0;
    let highest = 0;
    const call = fewAtATime(async (number: number) => {
      running += 1;
      highest = Math.max(highest, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (number === 7) throw new Error("seven");
      return number;
    }, 3);

    const numbers = Array.from({ length: 20 }, (_, index) => index);
    const results = await Promise.allSettled(numbers.map((number) => call(number)));

    const values = results.map((result) =>
      result.status === "fulfilled" ? result.value : "failed",
    );
    expect(values).toEqual(numbers.map((number) => (number === 7 ? "failed" : number)));
    expect(highest).toBe(3);
  });
});
