// Some tests need more than Node. Where it is not found they are skipped, by name; where everything was promised
// (REQUIRE_ALL=1, as in CI) a missing part is a failure instead, so that nothing goes untested unnoticed.

import { describe, it } from "vitest";
import { findProgram, type Program } from "../infra/local/find-program.ts";

/**
 * `requires("chromium")("The blog in a browser", (chromium) => { … })`: a describe that is given the program's path,
 * or is skipped, or, with REQUIRE_ALL=1, fails by naming what is missing.
 */
export function requires(program: Program) {
  return (title: string, tests: (path: string) => void): void => {
    const path = findProgram(program);
    if (path) return void describe(title, () => tests(path));
    if (process.env.REQUIRE_ALL === "1") {
      return void it(`${title} (needs ${program})`, () => {
        throw new Error(`${program} is not installed, and REQUIRE_ALL=1 promises it.`);
      });
    }
    it.skip(`${title} (needs ${program}, which is not installed)`);
  };
}
