// What a title or a comment may consist of, and how it is counted: for all characters that Unicode has.

import { countCharacters, isTooLong } from "@blog/common/base/characters";
import { textOf } from "@blog/common/base/text";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

const Title = textOf(200);
const problemsOf = (text: string) =>
  Title.safeParse(text).error?.issues.map(({ message }) => message) ?? [];

/** All characters of these general categories, but those that are named after. */
function charactersIn(categories: string[], except = /(?!)/u): string[] {
  const pattern = new RegExp(`^[${categories.map((name) => `\\p{${name}}`).join("")}]$`, "u");
  const found: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const character = String.fromCodePoint(code);
    if (pattern.test(character) && !except.test(character)) found.push(character);
  }
  return found;
}

// fc.constantFrom(...) would take each of a million characters as an argument.
const oneOf = (characters: string[]) =>
  fc.nat(characters.length - 1).map((index) => characters[index]!);

const BLANK = /[\p{Default_Ignorable_Code_Point}\u2800\u{1d159}\p{Noncharacter_Code_Point}]/u;
const visible = oneOf(charactersIn(["L", "M", "N", "P", "S", "Co", "Cn"], BLANK));
const formats = charactersIn(["Zs", "Zl", "Zp", "Cf"]);
const ignorable = charactersIn(["Default_Ignorable_Code_Point"], /\p{Noncharacter_Code_Point}/u);
const invisible = oneOf([...formats, ...ignorable, "\u2800", "\t", "\n", "\r"]);
const controls = oneOf(charactersIn(["Cc"], /[\t\n\r]/u));
const few = (character: fc.Arbitrary<string>) =>
  fc.array(character, { maxLength: 5 }).map((all) => all.join(""));

describe("A text that shows nothing", () => {
  it.each([
    ["a zero width space", "\u200b"],
    ["a Hangul filler", "\u3164"],
    ["a half-width Hangul filler", "\uffa0"],
    ["a blank Braille pattern", "\u2800"],
    ["a joiner", "\u200d"],
    ["soft hyphens", "\u00ad\u00ad"],
    ["a variation selector", "\ufe0f"],
    ["tags", "\u{e0041}\u{e007f}"],
    ["a combining grapheme joiner", "\u034f"],
  ])("is refused: %s", (_what, text) => {
    expect(problemsOf(text)).toEqual(["must have something visible in it"]);
  });

  it("is refused, whatever it consists of", () => {
    fc.assert(
      fc.property(fc.array(invisible, { minLength: 1, maxLength: 20 }), (characters) => {
        const problems = problemsOf(characters.join(""));

        expect(["must have something visible in it", "must not be empty"]).toContain(problems[0]);
      }),
    );
  });

  it("is taken with one visible character in it, and kept as it is", () => {
    fc.assert(
      fc.property(few(invisible), visible, few(invisible), (before, character, after) => {
        const text = `x${before}${character}${after}x`;

        expect(problemsOf((before + character + after).slice(0, 200))).toEqual([]);
        expect(Title.parse(text)).toBe(text);
      }),
    );
  });
});

describe("A control character", () => {
  it("is refused, wherever it stands", () => {
    fc.assert(
      fc.property(few(visible), controls, few(visible), (before, control, after) => {
        expect(problemsOf(`x${before}${control}${after}x`)).toEqual([
          "must not contain control characters",
        ]);
      }),
    );
  });

  it.each(["\t", "\n", "\r\n"])("that people type is none: %j", (white) => {
    expect(problemsOf(`one${white}two`)).toEqual([]);
  });
});

describe("Joiners", () => {
  it.each(["👩‍👩‍👧‍👦", "🏳️‍🌈", "می‌خواهم", "क्‍ष", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])("stay where they are: %s", (text) => {
    expect(Title.parse(text)).toBe(text);
  });
});

describe("A character is what people call one", () => {
  it.each<[string, string, number]>([
    ["letters", "abc", 3],
    ["an emoji", "🍊", 1],
    ["a family", "👩‍👩‍👧‍👦", 1],
    ["a flag", "🇫🇷", 1],
    ["a hand with a colour", "👍🏽", 1],
    ["an accent of its own", "e\u0301", 1],
    ["a syllable of Hangul", "\u1112\u1161\u11ab", 1],
    ["a line break", "\r\n", 1],
    ["nothing", "", 0],
  ])("%s", (_what, text, count) => {
    expect(countCharacters(text)).toBe(count);
  });

  it.each(["a", "🍊", "👍🏽", "🇫🇷", "e\u0301", "日"])(
    "200 of them are a title, 201 are not: %s",
    (one) => {
      expect(problemsOf(one.repeat(200))).toEqual([]);
      expect(problemsOf(one.repeat(201))).toEqual([
        "must have at most 200 characters and 2000 bytes",
      ]);
    },
  );

  it("but one without end is refused for its bytes", () => {
    expect(problemsOf(`e${"\u0301".repeat(999)}`)).toEqual([]);
    expect(problemsOf(`e${"\u0301".repeat(1000)}`)).toEqual([
      "must have at most 200 characters and 2000 bytes",
    ]);
  });

  it("and the short ways to see that a text fits agree with counting", () => {
    const text = fc.array(fc.oneof(visible, fc.constantFrom("👩‍👩‍👧‍👦", "a", "e\u0301")), {
      maxLength: 60,
    });

    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 30 }), (parts, limit) => {
        const whole = parts.join("");
        const isLong = countCharacters(whole) > limit || Buffer.byteLength(whole) > limit * 10;

        expect(isTooLong(whole, limit)).toBe(isLong);
      }),
    );
  });
});
