// How long a text is, and whether it is visible: as people count, for whom a flag, a family or an accented letter is one
// character. The form and the services ask here, so that neither takes what the other refuses.

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const utf8 = new TextEncoder();

/** One character may be made of any number of parts (accents, joined emoji): on average, it may have so many bytes. */
const BYTES_PER_CHARACTER = 10;

// Spaces, control characters, joiners and all that is drawn only beside something else; and two signs that are blank.
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u{2800}\u{1D159}]/u;

/** Characters as people count them (grapheme clusters). */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of graphemes.segment(text)) count += 1;
  return count;
}

/** In UTF-8. */
export function countBytes(text: string): number {
  return utf8.encode(text).length;
}

/** How many bytes of UTF-8 a text of so many characters may have. */
export function maxBytes(characters: number): number {
  return characters * BYTES_PER_CHARACTER;
}

/** Whether a text has more characters, or more bytes, than are allowed. Takes no longer for a text of any length. */
export function isTooLong(text: string, characters: number): boolean {
  // No character is less than one unit, and no unit less than a byte.
  if (text.length <= characters) return countBytes(text) > maxBytes(characters);
  if (text.length > maxBytes(characters)) return true;
  return countBytes(text) > maxBytes(characters) || countCharacters(text) > characters;
}

/** Whether a reader of the text sees anything. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}
