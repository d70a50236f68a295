// What is read is what was sent: otherwise it is refused, with the place.

import { parseJson } from "@blog/common/wire/json-text";
import { Problem } from "@blog/common/base/problem";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../tests/kit/runs.ts";

const read = (text: string) => parseJson(Buffer.from(text));

function refusalOf(text: string): Problem {
  try {
    read(text);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error(`was not refused: ${text}`);
}

describe("JSON that would be stored as something else", () => {
  it.each([
    ["a number with too many digits", '{"data":{"n":12345678901234567890}}', "#/data/n"],
    ["a number that is too large", '{"data":{"list":[1,[2,-1e400]]}}', "#/data/list/1/1"],
    ["a number that is too small", '{"data":{"n": 1e-400}}', "#/data/n"],
    ["a fraction with too many digits", '{"a":0.10000000000000000555}', "#/a"],
    ["an integer that is the first to be rounded", '{"a":9007199254740993}', "#/a"],
    ["__proto__", '{"data":{"__proto__":{"admin":true}}}', "#/data/__proto__"],
    ["__proto__, written otherwise", '{"data":{"\\u005f_proto__":1}}', "#/data/__proto__"],
    ["__proto__, in an array", '[{"a":1},{"b":{"__proto__":1}}]', "#/1/b/__proto__"],
    ["half a character", '{"title":"\\ud83c"}', "#/title"],
    ["half a character, in capitals", '{"title":"\\uD83C orange"}', "#/title"],
    ["halves in the wrong order", '{"title":"\\udf4a\\ud83c"}', "#/title"],
    ["half a character in a name", '{"data":{"\\udfff":1}}', "#/data/\ufffd"],
    ["a name that stands twice", '{"data":{"a":1,"b":2,"a":3}}', "#/data/a"],
    ["a name that stands twice, written otherwise", '{"a":1,"\\u0061":1}', "#/a"],
    ["a number behind other levels", '{"a":{"b":[{}]},"c/d~":[[],1e999]}', "#/c~1d~0/1"],
  ])("is refused: %s", (_what, text, pointer) => {
    const { status, errors, message } = refusalOf(text);

    expect(status).toBe(400);
    expect(errors).toEqual([{ pointer, detail: expect.any(String) }]);
    expect(message).toContain(errors[0]!.detail);
  });

  it("is refused in few words, however long the place is", () => {
    const { message, errors } = refusalOf(`{"${"x".repeat(900_000)}":1e400}`);

    expect(message.length).toBeLessThan(500);
    expect(errors[0]!.pointer.length).toBeLessThanOrEqual(1000);
  });

  it("is refused soon, however it is written", () => {
    const zeros = `1${"0".repeat(400_000)}1`;

    expect(refusalOf(`{"a":${zeros}}`).status).toBe(400);
    expect(refusalOf(`{"a": ${"[".repeat(400_000)}${"]".repeat(400_000)}}`).status).toBe(400);
  });
});

describe("JSON that can be stored as it is", () => {
  it.each([
    ["spaces", '{ "a" : [ 1 , 2 ] }\n', { a: [1, 2] }],
    ["a byte order mark", '\ufeff{"a":1}', { a: 1 }],
    ["another way to write a number", "[1.0,1e2,100E-2,1.10,0.0,10e-1]", [1, 100, 1, 1.1, 0, 1]],
    [
      "a large number with few digits",
      "[1e300,123456789012345680000]",
      [1e300, 123456789012345680000],
    ],
    [
      "the smallest and the largest",
      "[5e-324,1.7976931348623157e308]",
      [5e-324, 1.7976931348623157e308],
    ],
    ["-0, which is 0", "[-0, -0.0]", [-0, -0]],
    [
      "names of every object's own",
      '{"constructor":1, "prototype":2}',
      { constructor: 1, prototype: 2 },
    ],
    ["an escaped emoji", '{"a":"\\ud83c\\udf4a"}', { a: "🍊" }],
    ["the same name in two objects", '[{"a":1}, {"a":{"a":2}}]', [{ a: 1 }, { a: { a: 2 } }]],
    [
      "what looks like a number, in a text",
      '{"a": "1e400, 12345678901234567890"}',
      { a: "1e400, 12345678901234567890" },
    ],
    ["quotes and backslashes", '{"a\\"b": "\\\\", "c":"\\\\\\""}', { 'a"b': "\\", c: '\\"' }],
  ])("is read: %s", (_what, text, value) => {
    expect(read(text)).toEqual(value);
  });

  it("is read, whatever it is and however it is indented", () => {
    const value = fc
      .jsonValue({ stringUnit: "grapheme" })
      .filter((any) => !JSON.stringify(any).includes("__proto__"));

    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, "\t"), (any, indent) => {
        const text = JSON.stringify(any, null, indent);

        expect(JSON.stringify(read(text))).toBe(JSON.stringify(any));
      }),
    );
  });

  it("has numbers that are exactly those that were written, or is refused", () => {
    const digits = fc.stringMatching(/^(0|[1-9]\d{0,24})(\.\d{1,24})?([eE][-+]?\d{1,3})?$/);

    fc.assert(
      fc.property(digits, fc.boolean(), (number, isNegative) => {
        const text = (isNegative ? "-" : "") + number;
        const isKept = isSame(text, JSON.stringify(Number(text)));

        if (isKept) expect(read(`[${text} ]`)).toEqual([Number(text)]);
        else expect(refusalOf(`[${text} ]`).errors[0]?.pointer).toBe("#/0");
      }),
      { numRuns: runs(2000) },
    );
  });
});

/** Whether two decimal numbers are the same, in whole numbers of any size. */
function isSame(one: string, other: string): boolean {
  if (other === "null") return false;
  const [a, b] = [toFraction(one), toFraction(other)];
  return a.over * b.under === b.over * a.under;
}

function toFraction(number: string): { over: bigint; under: bigint } {
  const [, mantissa = "", exponent = "0"] = /^([^e]*)e?(.*)$/.exec(number.toLowerCase()) ?? [];
  const [whole = "", fraction = ""] = mantissa.split(".");
  const power = Number(exponent || "0") - fraction.length;
  const over = BigInt(whole + fraction);
  return power >= 0
    ? { over: over * 10n ** BigInt(power), under: 1n }
    : { over, under: 10n ** BigInt(-power) };
}
