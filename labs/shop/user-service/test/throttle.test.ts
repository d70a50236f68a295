// How long failures are remembered, and which.

import { Problem } from "@blog/common/base/problem";
import { expect, it } from "vitest";
import { createThrottle } from "../src/throttle.ts";

const MINUTE = 60_000;

function createTimed(options: { maxFailures?: number; capacity?: number } = {}) {
  const time = { now: 1000 };
  const throttle = createThrottle({ ...options, clock: { monotonic: () => time.now } });
  /** The result, or the header of the refusal. */
  const attempt = (result: boolean, who = "ada", address = "one") =>
    throttle
      .attempt(who, address, async () => result)
      .catch((error: Problem) => error.headers["retry-after"]);
  return { time, throttle, attempt };
}

it("The oldest of ten failures makes room after a quarter of an hour, to the second", async () => {
  const { time, attempt } = createTimed();
  for (let failure = 0; failure < 10; failure += 1) {
    expect(await attempt(false)).toBe(false);
    time.now += MINUTE;
  }

  expect(await attempt(true)).toBe("300");
  time.now += 5 * MINUTE - 1;
  expect(await attempt(true)).toBe("1");
  time.now += 1;

  expect(await attempt(true)).toBe(true);
});

it("A success forgets the failures before it", async () => {
  const { attempt } = createTimed({ maxFailures: 2 });

  await attempt(false);
  await attempt(true);
  await attempt(false);

  expect(await attempt(true)).toBe(true);
});

it("What could not be checked is no failure", async () => {
  const { throttle, attempt } = createTimed({ maxFailures: 1 });

  const busy = throttle.attempt("ada", "one", () => Promise.reject(new Problem(503, "Busy.")));

  await expect(busy).rejects.toMatchObject({ status: 503 });
  expect(await attempt(true)).toBe(true);
});

it("No more emails and addresses are remembered than agreed", async () => {
  const { attempt } = createTimed({ maxFailures: 1, capacity: 2 });

  for (const who of ["a", "b", "c"]) await attempt(false, who);

  expect(await attempt(true, "a")).toBe(true);
  expect(await attempt(true, "c")).toBe("900");
  expect(await attempt(true, "c", "elsewhere")).toBe(true);
});
