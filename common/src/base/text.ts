// Text as people write it: what every database keeps and gives back as it was, what a page can show, and what a reader sees.

import { z } from "zod";
import { isTooLong, isVisible, maxBytes } from "./characters.ts";

// PostgreSQL has no NUL, and UTF-8 no half of a surrogate pair: stored, it would become another character.
const NO_TEXT = /[\p{Cs}\p{Noncharacter_Code_Point}]/u;
const CONTROL = /(?![\t\n\r])\p{Cc}/u;

const Text = z
  .string("must be text")
  .refine((text) => !NO_TEXT.test(text), "must not contain characters that are no text")
  .refine((text) => !CONTROL.test(text), "must not contain control characters");

/** Trimmed, with something visible in it, and at most so many characters as people count them (characters.ts). */
export function textOf(characters: number) {
  const bytes = maxBytes(characters);
  const limit = `at most ${characters} characters and ${bytes} bytes`;
  return (
    Text.trim()
      .min(1, { error: "must not be empty", abort: true })
      .refine(isVisible, "must have something visible in it")
      .refine((text) => !isTooLong(text, characters), `must have ${limit}`)
      // JSON Schema counts code points, of which there are no more than bytes.
      .meta({
        maxLength: bytes,
        description: `Has something visible in it, and ${limit}. A character is what people call one (a grapheme cluster): an emoji of several parts is one.`,
      })
  );
}
