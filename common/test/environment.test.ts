// An empty variable is one that is not set, wherever a setting is read.

import { withoutEmpty } from "@blog/common/base/environment";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

describe("Whatever the environment holds", () => {
  it("an empty variable is left out, and each other one stays as it is", () => {
    const values = fc.constantFrom("", " ", "\t\r\n", "0", " a", "false");
    fc.assert(
      fc.property(fc.dictionary(fc.string(), values), (env) => {
        const kept = Object.entries(env).filter(([, value]) => /\S/.test(value));

        expect(Object.entries(withoutEmpty(env))).toEqual(kept);
      }),
    );
  });
});
