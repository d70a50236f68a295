// Text as people write it: what every database keeps and gives back as it was. PostgreSQL has no NUL, and UTF-8 no half of
// a surrogate pair: stored, it would become another character than the one that was said.

import { z } from "zod";

const NO_TEXT = /[\0\p{Cs}]/u;

export const Text = z
  .string("must be text")
  .refine((text) => !NO_TEXT.test(text), "must not contain characters that are no text");
