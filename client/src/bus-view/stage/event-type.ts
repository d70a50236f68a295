// How an event's type is written where there is no room for its name: one letter, and a colour of its own.

// A Map: a publisher may use a type called "constructor", and every object has one.
const letters = new Map([
  ["PostCreated", "P"],
  ["CommentCreated", "C"],
  ["CommentModerated", "M"],
  ["CommentUpdated", "U"],
]);

/** "?" for a type that is not the blog's; nothing while the type is not known. */
export function letterOf(type: string | undefined): string {
  return type === undefined ? "" : (letters.get(type) ?? "?");
}

/** The token of BusPage.module.css. */
export function colourOf(type: string | undefined): string {
  const letter = letters.get(type ?? "");
  return letter ? `var(--type-${letter.toLowerCase()})` : "var(--type-other)";
}
