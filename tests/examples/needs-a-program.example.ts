// An example: tests that need a program. See tests/requires.test.ts.

import { expect, it } from "vitest";
import { requires } from "../requires.ts";

requires("nats")("The cluster", (path) => {
  it("has a path", () => {
    expect(path).not.toBe("");
  });
});
