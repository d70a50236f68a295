// An event that is published twice is recognised by its content, however its keys were ordered.

import { isDeepStrictEqual } from "node:util";
import { isSameJson } from "@blog/common/base/plain-object";
import fc from "fast-check";
import { expect, it } from "vitest";

it("Two JSON values are the same where Node finds them deeply equal", () => {
  const copyOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  const inOtherOrder = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toReversed())
      : value;

  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(isSameJson(copyOf(one), inOtherOrder(copyOf(one)))).toBe(true);
      expect(isSameJson(one, other)).toBe(isDeepStrictEqual(copyOf(one), copyOf(other)));
    }),
  );
});

it.each([
  ["a missing key", { a: 1, b: 2 }, { a: 1 }],
  ["another key", { a: 1, b: 2 }, { a: 1, c: 2 }],
  ["a list for an object", [1], { 0: 1 }],
  ["null for an object", null, {}],
  ["other content, deep inside", { a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
])("Not the same: %s", (_what, one, other) => {
  expect(isSameJson(one, other)).toBe(false);
  expect(isSameJson(other, one)).toBe(false);
});
