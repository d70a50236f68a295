// The checker, against known mistakes in the real code (bugs.ts): each breaks the promise it should, within a few seeds. The
// same seeds without the mistake end well (in-process.test.ts).

import { describe, expect, it } from "vitest";
import { type Bugs, bugs } from "./bugs.ts";
import { simulate } from "./simulation.ts";

/** The first two find all mistakes; if the system changes, others may have to. */
const SEEDS = [46, 52, ...Array.from({ length: 60 }, (_, index) => 53 + index)];

const promises: Record<keyof typeof bugs, RegExp> = {
  "deletes an outbox row before the bus has it": /^I11:/,
  "does not remember ids": /^I7:/,
  "moves the checkpoint before the effect": /^I9:/,
  "moves the checkpoint after the effect": /^I7:/,
  "skips poison silently": /^I9:/,
  "does not notice a gap": /^I9:/,
  "does not compare histories": /^I9:/,
  "answers before the commit": /^I1:/,
};

async function isFound(mistake: Bugs, promise: RegExp): Promise<boolean> {
  for (const seed of SEEDS) {
    const { broken } = await simulate(seed, { bugs: mistake });
    if (broken.some((text) => promise.test(text))) return true;
  }
  return false;
}

describe("The checker finds code that", () => {
  it.each(Object.entries(promises))("%s", { timeout: 600_000 }, async (name, promise) => {
    expect(await isFound(bugs[name]!, promise)).toBe(true);
  });
});
